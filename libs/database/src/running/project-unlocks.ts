import type { EntityManager } from 'typeorm';
import { type Facts, type Instant, type Plan, type RunState, project } from '@gradus/flow';
import type { RunClock } from './run-clock.ts';

export interface UnlockSubject {
  organizationId: string;
  enrollmentId: string;
  clock: RunClock;
}

/**
 * Replaces the future unlocks of the modules that the plan opens by what the engine says only time still decides. Access
 * is decided by `unlock_at <= now()` alone, so every worker may be dead when the moment comes. Moments that have passed
 * and modules that were released are never touched: nothing is locked again silently. Nor are modules that the plan does
 * not open: a campaign that runs beside the journey leaves the journey's dates alone.
 */
export async function projectUnlocks(
  manager: EntityManager,
  subject: UnlockSubject,
  plan: Plan,
  state: RunState,
  facts: Facts,
  now: Instant,
): Promise<void> {
  const opened = modulesOpenedBy(plan);
  if (opened.length === 0) return;
  const rows = project(plan, state, facts, now).map((projection) => ({
    module: projection.module,
    unlock_at: projection.at === null ? null : subject.clock.toReal(projection.at).toISOString(),
    expected_at:
      projection.expectedAt === null ? null : subject.clock.toReal(projection.expectedAt).toISOString(),
    because: projection.because,
  }));
  await manager.query(
    `WITH wanted AS (
       SELECT m.id AS module_id, w.unlock_at, w.expected_at, w.because
         FROM jsonb_to_recordset($3::jsonb) AS w(module text, unlock_at timestamptz, expected_at timestamptz, because jsonb)
         JOIN enrollments e ON e.id = $2
         JOIN modules m ON m.course_version_id = e.course_version_id AND m.key = w.module),
     gone AS (
       DELETE FROM module_unlocks u WHERE u.enrollment_id = $2 AND u.state = 'projected'
          AND (u.unlock_at IS NULL OR u.unlock_at > clock_timestamp())
          AND u.module_id IN (SELECT m.id FROM modules m JOIN enrollments e ON e.course_version_id = m.course_version_id
                               WHERE e.id = $2 AND m.key = ANY($4::text[]))
          AND u.module_id NOT IN (SELECT module_id FROM wanted))
     INSERT INTO module_unlocks AS u (organization_id, enrollment_id, module_id, state, unlock_at, expected_at, because)
     SELECT $1, $2, module_id, 'projected', unlock_at, expected_at, because FROM wanted
     ON CONFLICT (enrollment_id, module_id) DO UPDATE
        SET unlock_at = EXCLUDED.unlock_at, expected_at = EXCLUDED.expected_at, because = EXCLUDED.because
      WHERE u.state = 'projected' AND (u.unlock_at IS NULL OR u.unlock_at > clock_timestamp())
        AND (u.unlock_at, u.expected_at, u.because) IS DISTINCT FROM (EXCLUDED.unlock_at, EXCLUDED.expected_at, EXCLUDED.because)`,
    [subject.organizationId, subject.enrollmentId, JSON.stringify(rows), opened],
  );
}

function modulesOpenedBy(plan: Plan): string[] {
  const steps = Object.values(plan.steps).map(({ step }) => step);
  return steps.flatMap((step) => (step.kind === 'release' ? [step.config.module] : []));
}

/** Opens a module from that moment on, before the turn that releases it was taken. One that has a date keeps it. */
export async function openAhead(
  manager: EntityManager,
  subject: UnlockSubject,
  moduleKey: string,
  at: Instant,
): Promise<void> {
  await manager.query(
    `INSERT INTO module_unlocks (organization_id, enrollment_id, module_id, state, unlock_at)
     SELECT $1, e.id, m.id, 'projected', $4::timestamptz
       FROM enrollments e JOIN modules m ON m.course_version_id = e.course_version_id AND m.key = $3
      WHERE e.id = $2
     ON CONFLICT (enrollment_id, module_id) DO NOTHING`,
    [subject.organizationId, subject.enrollmentId, moduleKey, subject.clock.toReal(at)],
  );
}

/** Marks a module released: it opened at that moment and stays open. Idempotent. */
export async function releaseModule(
  manager: EntityManager,
  subject: UnlockSubject,
  moduleKey: string,
  at: Instant,
): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO module_unlocks AS u (organization_id, enrollment_id, module_id, state, unlock_at)
     SELECT $1, e.id, m.id, 'released', $4::timestamptz
       FROM enrollments e JOIN modules m ON m.course_version_id = e.course_version_id AND m.key = $3
      WHERE e.id = $2
     ON CONFLICT (enrollment_id, module_id) DO UPDATE
        SET state = 'released', unlock_at = LEAST(u.unlock_at, EXCLUDED.unlock_at), expected_at = NULL
     RETURNING u.id`,
    [subject.organizationId, subject.enrollmentId, moduleKey, subject.clock.toReal(at)],
  );
  if (rows.length === 0) throw new ModuleMissingError(moduleKey);
}

/** The learner's course version has no such module. */
export class ModuleMissingError extends Error {
  readonly code = 'flow.module-missing';
  constructor(moduleKey: string) {
    super(`This learner's course version has no module "${moduleKey}".`);
  }
}
