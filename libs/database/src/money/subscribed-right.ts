import type { EntityManager } from 'typeorm';
import { openProcessAnew } from '../running/open-process.ts';

/** The enrollment that a subscription pays for. */
export interface SubscribedSeat {
  organizationId: string;
  enrollmentId: string;
  simulated: boolean;
}

/** A subscription and the place it pays for. */
export interface SeatSubscription extends SubscribedSeat {
  subscriptionId: string;
}

/**
 * Gives the right that this subscription pays for, in the caller's transaction. A place that was revoked is taken up where it
 * was left, unless its person has another one in the course: answers the process that makes it active, to be rung after the
 * commit; null: nothing has to be made active. Doing it twice is doing it once.
 */
export async function giveSubscribedRight(
  manager: EntityManager,
  { organizationId, enrollmentId, subscriptionId, simulated }: SeatSubscription,
): Promise<string | null> {
  const givenBy = subscriptionId;
  await giveRight(manager, { organizationId, enrollmentId, source: 'subscription', givenBy });
  const [, takenUp] = await manager.query<[unknown[], number]>(
    `UPDATE enrollments e SET state = 'pending', source = 'subscription', ended_reason = NULL, reopened = reopened + 1
      WHERE e.id = $1 AND e.organization_id = $2 AND e.state = 'revoked' AND NOT EXISTS (
            SELECT 1 FROM enrollments o WHERE o.user_id = e.user_id AND o.course_id = e.course_id
               AND o.state IN ('invited', 'pending', 'active', 'paused', 'completed'))`,
    [enrollmentId, organizationId],
  );
  return takenUp === 0 ? null : reopenSeat(manager, { organizationId, enrollmentId, simulated });
}

/** Gives a right to a place; one that had ended counts again. */
export async function giveRight(
  manager: EntityManager,
  right: { organizationId: string; enrollmentId: string; source: 'grant' | 'subscription'; givenBy?: string },
): Promise<void> {
  await manager.query(
    `INSERT INTO entitlements (organization_id, enrollment_id, source, given_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (enrollment_id, source, given_by) DO UPDATE SET ends_at = NULL, ended_reason = NULL`,
    [right.organizationId, right.enrollmentId, right.source, right.givenBy ?? ''],
  );
}

/** The process that makes a place active, begun anew if it had ended. */
export function reopenSeat(
  manager: EntityManager,
  { organizationId, enrollmentId, simulated }: SubscribedSeat,
): Promise<string> {
  const subjectId = enrollmentId;
  return openProcessAnew(manager, { organizationId, kind: 'enrollLearner', subjectId, simulated });
}
