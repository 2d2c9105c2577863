import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';
import type { ProgressSubject } from './refresh-progress.ts';

/**
 * Marks an active enrollment completed and records it. Call after `lockEnrollment`, once the requirements are met, in
 * the same transaction. False: it was not active any more, which for a completed one is no error.
 */
export async function completeEnrollment(
  manager: EntityManager,
  enrollment: Pick<ProgressSubject, 'id' | 'organizationId' | 'userId' | 'courseId'>,
): Promise<boolean> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE enrollments SET state = 'completed', completed_at = clock_timestamp()
      WHERE id = $1 AND organization_id = $2 AND state = 'active'`,
    [enrollment.id, enrollment.organizationId],
  );
  if (count === 0) return false;
  await recordEvent(manager, {
    organizationId: enrollment.organizationId,
    type: 'enrollment.completed',
    key: `enrollment.completed:${enrollment.id}`,
    userId: enrollment.userId,
    enrollmentId: enrollment.id,
    courseId: enrollment.courseId,
  });
  return true;
}
