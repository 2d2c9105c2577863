import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';
import { isLearner } from '../learning/enrollment-in.ts';

/** Which rights of an enrollment end, and why, as the learner reads it. */
export interface EntitlementEnd {
  organizationId: string;
  enrollmentId: string;
  source: 'order' | 'grant' | 'subscription' | 'all';
  /** Only the one that this effect or subscription gave; left out: all of the source. */
  givenBy?: string;
  /** Only what this order gave: not where the place has been bought again since. */
  orderId?: string;
  reason: string;
}

/** A right that names no subscription ends with the last one that pays for the place. */
const SHARED = `(source = 'subscription' AND given_by = '' AND $4 = 'subscription' AND NOT EXISTS (
   SELECT 1 FROM subscriptions s WHERE s.enrollment_id = $1 AND s.id::text <> $5 AND s.state IN ('active', 'past_due')))`;

/**
 * Ends rights to a course, in the caller's transaction. When none is left the enrollment is revoked: access closes at once
 * with the reason, and what was done in it is kept. Doing it twice is doing it once. Answers whether access has closed.
 */
export async function endEntitlement(manager: EntityManager, end: EntitlementEnd): Promise<boolean> {
  const { organizationId, enrollmentId, source, reason } = end;
  const [enrollment] = await manager.query<
    Array<{ state: string; source: string; user_id: string; course_id: string; reopened: number }>
  >(
    `SELECT state, source, user_id, course_id, reopened FROM enrollments
      WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE`,
    [enrollmentId, organizationId],
  );
  if (!enrollment || (end.orderId && (await boughtAgain(manager, enrollmentId, end.orderId)))) return false;
  await manager.query(
    `UPDATE entitlements SET ends_at = clock_timestamp(), ended_reason = $3
      WHERE enrollment_id = $1 AND organization_id = $2 AND ends_at IS NULL AND ($4 = 'all' OR source = $4)
        AND ($5::text IS NULL OR given_by = $5 OR ${SHARED})`,
    [enrollmentId, organizationId, reason.slice(0, 200), source, end.givenBy ?? null],
  );
  const left = await manager.query<unknown[]>(
    'SELECT 1 FROM entitlements WHERE enrollment_id = $1 AND ends_at IS NULL LIMIT 1',
    [enrollmentId],
  );
  if (left.length > 0 || !closes(enrollment, source)) return false;
  await manager.query(`UPDATE enrollments SET state = 'revoked', ended_reason = $2 WHERE id = $1`, [
    enrollmentId,
    reason.slice(0, 200),
  ]);
  await recordEvent(manager, {
    organizationId,
    type: 'enrollment.revoked',
    key: `enrollment.revoked:${enrollmentId}:${enrollment.reopened}`,
    userId: enrollment.user_id,
    enrollmentId,
    courseId: enrollment.course_id,
    data: { reason: reason.slice(0, 200) },
  });
  return true;
}

async function boughtAgain(manager: EntityManager, enrollmentId: string, orderId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM orders n JOIN orders o ON o.id = $2
      WHERE n.enrollment_id = $1 AND n.id <> o.id AND n.created_at > o.created_at AND n.state IN ('pending', 'paid')`,
    [enrollmentId, orderId],
  );
  return rows.length > 0;
}

/** A place that is still to be filled rests on the right it waits for: the end of another one does not take it. */
function closes(seat: { state: string; source: string }, ended: EntitlementEnd['source']): boolean {
  if (seat.state === 'pending') return ended === 'all' || ended === seat.source;
  return isLearner(seat);
}
