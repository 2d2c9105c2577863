import type { EntityManager } from 'typeorm';
import type { Definition } from '@gradus/flow';
import { recordEvent } from '../events/record-event.ts';
import type { Plans } from '../running/plans.ts';
import { lockEntries } from '../running/lock-entries.ts';
import { startRun } from '../running/start-run.ts';

export interface ActivatedEnrollment {
  enrollmentId: string;
  /** The journey's run; null when the course has no published journey. */
  runId: string | null;
}

interface PendingRow {
  organization_id: string;
  user_id: string;
  course_id: string;
  state: string;
  speed: number;
  simulated: boolean;
  /** How often it was taken up again after having been revoked. */
  reopened: number;
  automation_id: string | null;
  version_id: string | null;
  definition: Definition | null;
}

/**
 * Gives the right, makes the enrollment active, starts its journey and writes the dates of its modules, all in the
 * caller's transaction: whoever is enrolled has week 1 open, also when every worker is down. Doing it twice is doing it
 * once. A right that has ended comes back only with the place: an active one has another; and one of the same kind that an
 * effect gave is enough, unless `givenBy` says who gives one of their own. Answers null when the enrollment is neither pending nor active.
 */
export async function activateEnrollment(
  manager: EntityManager,
  plans: Plans,
  enrollmentId: string,
  right: { source: 'free' | 'order' | 'grant' | 'subscription'; orderId?: string; givenBy?: string },
): Promise<ActivatedEnrollment | null> {
  const row = await lockPending(manager, enrollmentId);
  if (!row || !['pending', 'invited', 'active'].includes(row.state)) return null;
  await manager.query(
    `INSERT INTO entitlements AS t (organization_id, enrollment_id, source, order_id, given_by)
     SELECT $1::uuid, $2::uuid, $3::varchar, $4::uuid, COALESCE($6, '') WHERE $6::text IS NOT NULL OR NOT EXISTS (
       SELECT 1 FROM entitlements o WHERE o.enrollment_id = $2::uuid AND o.source = $3::varchar AND o.given_by <> '' AND o.ends_at IS NULL)
     ON CONFLICT (enrollment_id, source, given_by) DO UPDATE
        SET ends_at = NULL, ended_reason = NULL, order_id = COALESCE(EXCLUDED.order_id, t.order_id) WHERE $5::boolean`,
    [
      row.organization_id,
      enrollmentId,
      right.source,
      right.orderId ?? null,
      row.state !== 'active',
      right.givenBy ?? null,
    ],
  );
  if (row.state !== 'active') await becomeActive(manager, enrollmentId, row);
  const [{ enrolled_at: enrolledAt }] = await manager.query<[{ enrolled_at: Date }]>(
    'SELECT enrolled_at FROM enrollments WHERE id = $1',
    [enrollmentId],
  );
  const started = row.version_id ? await startJourney(manager, plans, enrollmentId, row, enrolledAt) : null;
  return { enrollmentId, runId: started ?? (await openJourney(manager, enrollmentId)) };
}

async function lockPending(manager: EntityManager, enrollmentId: string): Promise<PendingRow | undefined> {
  const [row] = await manager.query<PendingRow[]>(
    `SELECT e.organization_id, e.user_id, e.course_id, e.state, e.speed, e.simulated, e.reopened,
            a.id AS automation_id, v.id AS version_id, v.definition
       FROM enrollments e
       LEFT JOIN automations a ON a.course_id = e.course_id AND a.use = 'journey'
       LEFT JOIN automation_versions v ON v.id = a.live_version_id
      WHERE e.id = $1 ORDER BY a.created_at LIMIT 1 FOR NO KEY UPDATE OF e`,
    [enrollmentId],
  );
  return row;
}

async function becomeActive(manager: EntityManager, enrollmentId: string, row: PendingRow): Promise<void> {
  await manager.query(
    `UPDATE enrollments SET state = 'active', activated_at = moment.now, ended_by_staff = false,
            enrolled_at = CASE WHEN reopened = 0 THEN moment.now ELSE enrolled_at END
       FROM (SELECT clock_timestamp() AS now) AS moment WHERE id = $1`,
    [enrollmentId],
  );
  await recordEvent(manager, {
    organizationId: row.organization_id,
    type: 'enrollment.activated',
    key: `enrollment.activated:${enrollmentId}${again(row)}`,
    userId: row.user_id,
    enrollmentId,
    courseId: row.course_id,
  });
}

/** What makes a place that is taken up again another occasion than the first. */
const again = ({ reopened }: PendingRow) => (reopened === 0 ? '' : `:${reopened}`);

async function startJourney(
  manager: EntityManager,
  plans: Plans,
  enrollmentId: string,
  row: PendingRow,
  enrolledAt: Date,
): Promise<string | null> {
  await lockEntries(manager, { organizationId: row.organization_id, userId: row.user_id });
  if (row.reopened > 0 && (await journeyUnderWay(manager, enrollmentId))) return null;
  return startRun(manager, plans, {
    organizationId: row.organization_id,
    automationId: row.automation_id!,
    versionId: row.version_id!,
    userId: row.user_id,
    enrollmentId,
    entryKey: `enrollment:${enrollmentId}${again(row)}`,
    entryRule: row.definition!.entry.rule,
    clockOrigin: enrolledAt,
    speed: row.speed,
    simulated: row.simulated,
    startedAt: row.reopened === 0 ? enrolledAt : new Date(),
  });
}

/** A journey that went on while its learner had no access goes on for them now. */
async function journeyUnderWay(manager: EntityManager, enrollmentId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM runs r JOIN automations a ON a.id = r.automation_id AND a.use = 'journey'
      WHERE r.enrollment_id = $1 AND r.finished_at IS NULL LIMIT 1`,
    [enrollmentId],
  );
  return rows.length > 0;
}

async function openJourney(manager: EntityManager, enrollmentId: string): Promise<string | null> {
  const [run] = await manager.query<Array<{ id: string }>>(
    `SELECT r.id FROM runs r JOIN automations a ON a.id = r.automation_id AND a.use = 'journey'
      WHERE r.enrollment_id = $1 ORDER BY r.started_at DESC LIMIT 1`,
    [enrollmentId],
  );
  return run?.id ?? null;
}
