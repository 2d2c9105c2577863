import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Definition, initialState, nextInput, reduce } from '@gradus/flow';
import { readStanding } from '../learning/read-facts.ts';
import { asksOf } from '../statements/pipeline.ts';
import type { Plans } from './plans.ts';
import { openAhead, unlockChanges, writeUnlockChanges } from './project-unlocks.ts';
import { RunClock } from './run-clock.ts';

export interface NewRun {
  organizationId: string;
  automationId: string;
  versionId: string;
  userId: string;
  enrollmentId: string | null;
  entryKey: string;
  entryRule: Definition['entry']['rule'];
  clockOrigin: Date;
  speed: number;
  simulated: boolean;
  startedAt: Date;
  /** The variables it begins with: what the event that started it brought. */
  vars?: Record<string, string | number | boolean>;
}

/**
 * Writes the row of a run. Entry rules are unique indexes: a run that may not start is no error, the answer is null.
 * For an enrollment the dates of its modules are written at once, so that the first week is open before any worker looks.
 */
export async function startRun(manager: EntityManager, plans: Plans, run: NewRun): Promise<string | null> {
  const runId = randomUUID();
  const clock = new RunClock(run.clockOrigin, run.speed);
  const startedAt = clock.toVirtual(run.startedAt);
  const state = { ...initialState(runId, startedAt), vars: run.vars ?? {} };
  const inserted = await manager.query<unknown[]>(
    `INSERT INTO runs (id, organization_id, automation_id, version_id, user_id, enrollment_id, entry_key, single_open,
                       state, condition, wake_at, clock_origin, speed, simulated, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $13, $10, $11, $12, $13)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      runId,
      run.organizationId,
      run.automationId,
      run.versionId,
      run.userId,
      run.enrollmentId,
      run.entryKey,
      run.entryRule === 'afterEnd',
      JSON.stringify(state),
      run.clockOrigin,
      run.speed,
      run.simulated,
      run.startedAt,
    ],
  );
  if (inserted.length === 0) return null;
  if (run.enrollmentId)
    await writeFirstUnlocks(manager, plans, { ...run, enrollmentId: run.enrollmentId }, state, clock);
  return runId;
}

/**
 * What the first turn will do to the dates, worked out ahead: the engine is a pure function. What it will open at once is
 * open now, but not marked released: saying so is the turn's, which would otherwise pass the release by in silence.
 */
async function writeFirstUnlocks(
  manager: EntityManager,
  plans: Plans,
  run: NewRun & { enrollmentId: string },
  initial: ReturnType<typeof initialState>,
  clock: RunClock,
): Promise<void> {
  const plan = await plans.of(manager, run.versionId);
  const standing = await readStanding(asksOf(manager), run.enrollmentId, clock);
  const now = initial.startedAt;
  const input = nextInput(initial, [{ kind: 'started', at: now }], now);
  if (!input) return;
  const { state, commands } = reduce(plan, initial, input, standing.facts, now);
  const changes = unlockChanges(plan, state, standing, clock, run.startedAt);
  for (const command of commands)
    if (command.type === 'release') openAhead(changes, standing, command.module, clock.toReal(command.at));
  await writeUnlockChanges(asksOf(manager), run, changes);
}
