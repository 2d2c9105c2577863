import { isDeepStrictEqual } from 'node:util';
import { type Instant, type Plan, type RunState, project } from '@gradus/flow';
import type { Standing, UnlockRow } from '../learning/read-facts.ts';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import type { RunClock } from './run-clock.ts';

export interface UnlockSubject {
  organizationId: string;
  enrollmentId: string;
  clock: RunClock;
}

interface WantedRow {
  module_id: string;
  unlock_at: string | null;
  expected_at: string | null;
  because: unknown[];
}

/** The future unlocks of an enrollment that differ from what its rows say. */
export interface UnlockChanges {
  wanted: WantedRow[];
  /** Ids of modules whose projected row goes: nobody can say any more when they open. */
  gone: string[];
}

/**
 * What has to be written so that the future unlocks of the modules which the plan opens are what the engine says only time
 * still decides. Access is decided by `unlock_at <= now()` alone, so every worker may be dead when the moment comes.
 * Moments that have passed and modules that were released are never touched: nothing is locked again silently. Nor are
 * modules that the plan does not open: a campaign that runs beside the journey leaves the journey's dates alone.
 */
export function unlockChanges(
  plan: Plan,
  state: RunState,
  { facts, modules }: Standing,
  clock: RunClock,
  now: Date,
): UnlockChanges {
  const opened = modulesOpenedBy(plan);
  if (opened.size === 0) return { wanted: [], gone: [] };
  const real = (at: Instant | null) => (at === null ? null : clock.toReal(at).toISOString());
  const projected = new Map(
    project(plan, state, facts, clock.toVirtual(now)).map((one) => [one.module, one] as const),
  );
  const changes: UnlockChanges = { wanted: [], gone: [] };
  for (const [key, { id, unlock }] of modules) {
    if (unlock && !mayMove(unlock, now)) continue;
    const projection = projected.get(key);
    if (projection) {
      const row = {
        module_id: id,
        unlock_at: real(projection.at),
        expected_at: real(projection.expectedAt),
        because: projection.because,
      };
      if (!unlock || differs(unlock, row)) changes.wanted.push(row);
    } else if (unlock && opened.has(key)) {
      if (unlock.closings.length === 0) changes.gone.push(id);
      else if (closedBy(unlock, state) && differs(unlock, unknown(id))) changes.wanted.push(unknown(id));
    }
  }
  return changes;
}

/** Nobody can say when it opens. */
const unknown = (module_id: string): WantedRow => ({
  module_id,
  unlock_at: null,
  expected_at: null,
  because: [],
});

/** The date at which a closed module opens again is its own who closed it. */
const closedBy = ({ closings }: UnlockRow, { runId }: RunState) => closings.at(-1)?.runId === runId;

const mayMove = (unlock: UnlockRow, now: Date) =>
  unlock.state === 'projected' && (unlock.unlock_at === null || new Date(unlock.unlock_at) > now);

function differs(unlock: UnlockRow, row: WantedRow): boolean {
  const time = (at: string | null) => (at === null ? null : new Date(at).getTime());
  return (
    time(unlock.unlock_at) !== time(row.unlock_at) ||
    time(unlock.expected_at) !== time(row.expected_at) ||
    !isDeepStrictEqual(unlock.because, JSON.parse(JSON.stringify(row.because)))
  );
}

const PROJECT: Prepared = {
  name: 'project-unlocks',
  text: `
INSERT INTO module_unlocks AS u (organization_id, enrollment_id, module_id, state, unlock_at, expected_at, because)
SELECT $1, $2, w.module_id, 'projected', w.unlock_at, w.expected_at, w.because
  FROM jsonb_to_recordset($3::jsonb) AS w(module_id uuid, unlock_at timestamptz, expected_at timestamptz, because jsonb)
ON CONFLICT (enrollment_id, module_id) DO UPDATE
   SET unlock_at = EXCLUDED.unlock_at, expected_at = EXCLUDED.expected_at, because = EXCLUDED.because
 WHERE u.state = 'projected' AND (u.unlock_at IS NULL OR u.unlock_at > clock_timestamp())`,
};

/** Writes them; nothing to change is no statement. */
export async function writeUnlockChanges(
  asks: Asks,
  { organizationId, enrollmentId }: Omit<UnlockSubject, 'clock'>,
  { wanted, gone }: UnlockChanges,
): Promise<void> {
  const written: Array<Promise<unknown>> = [];
  if (gone.length > 0)
    written.push(
      asks.ask(
        `DELETE FROM module_unlocks WHERE enrollment_id = $1 AND module_id = ANY($2) AND state = 'projected' AND closings = '[]'
          AND (unlock_at IS NULL OR unlock_at > clock_timestamp())`,
        [enrollmentId, gone],
      ),
    );
  if (wanted.length > 0)
    written.push(asks.ask(PROJECT, [organizationId, enrollmentId, JSON.stringify(wanted)]));
  await Promise.all(written);
}

function modulesOpenedBy(plan: Plan): Set<string> {
  const plans = [plan, ...Object.values(plan.beside ?? {})];
  return new Set(plans.flatMap(({ opens }) => opens));
}

/** Opens a module from that moment on, before the turn that releases it was taken. One that has a date keeps it. */
export function openAhead(
  changes: UnlockChanges,
  { modules }: Standing,
  moduleKey: string,
  unlockAt: Date,
): void {
  const module = modules.get(moduleKey);
  if (module && !module.unlock)
    changes.wanted.push({
      module_id: module.id,
      unlock_at: unlockAt.toISOString(),
      expected_at: null,
      because: [],
    });
}

/** Opens a module from that moment on that has no date or a later one, before the turn that releases it was taken. */
export function openEarlier(
  changes: UnlockChanges,
  { modules }: Standing,
  moduleKey: string,
  unlockAt: Date,
): void {
  const module = modules.get(moduleKey);
  if (!module || (module.unlock && !mayMove(module.unlock, unlockAt))) return;
  const row = { module_id: module.id, unlock_at: unlockAt.toISOString(), expected_at: null, because: [] };
  changes.wanted.push(row);
  changes.gone = changes.gone.filter((id) => id !== module.id);
}

const RELEASE: Prepared = {
  name: 'release-module',
  text: `
UPDATE module_unlocks SET state = 'released', unlock_at = LEAST(unlock_at, $3), expected_at = NULL
 WHERE enrollment_id = $1 AND module_id = $2`,
};

const RELEASE_NEW: Prepared = {
  name: 'release-new-module',
  text: `
INSERT INTO module_unlocks AS u (organization_id, enrollment_id, module_id, state, unlock_at)
VALUES ($1, $2, $3, 'released', $4)
ON CONFLICT (enrollment_id, module_id) DO UPDATE
   SET state = 'released', unlock_at = LEAST(u.unlock_at, EXCLUDED.unlock_at), expected_at = NULL`,
};

/**
 * Marks a module released: it opened at that moment and stays open. Idempotent; sent without waiting for the answer.
 *
 * @throws ModuleMissingError when the learner's course version has no such module
 */
export function releaseModule(
  asks: Asks,
  { organizationId, enrollmentId, clock }: UnlockSubject,
  { modules }: Standing,
  moduleKey: string,
  at: Instant,
): void {
  const module = modules.get(moduleKey);
  if (!module) throw new ModuleMissingError(moduleKey);
  if (module.unlock) void asks.ask(RELEASE, [enrollmentId, module.id, clock.toReal(at)]);
  else void asks.ask(RELEASE_NEW, [organizationId, enrollmentId, module.id, clock.toReal(at)]);
}

/** The learner's course version has no such module. */
export class ModuleMissingError extends Error {
  readonly code = 'flow.module-missing';
  constructor(moduleKey: string) {
    super(`This learner's course version has no module “${moduleKey}”.`);
  }
}
