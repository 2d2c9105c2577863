import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';
import { giveRight, reopenSeat } from './subscribed-right.ts';

/** A right to a course, given to a person without payment. */
export interface SeatGrant {
  organizationId: string;
  userId: string;
  /** The course's key. */
  course: string;
  /** The key of the effect that gives it: it alone can take it back. */
  givenBy: string;
  simulated: boolean;
}

/** The enrollment that rests on it, and the process that makes it active. */
export interface GrantedSeat {
  enrollmentId: string;
  processId: string;
}

/**
 * Writes what a granted seat needs (the enrollment and the row of `enrollLearner`), in the caller's transaction. Whoever has
 * a place gets one more right to it; a place that was revoked is taken up where it was left. Null: no such course.
 */
export async function grantSeat(manager: EntityManager, grant: SeatGrant): Promise<GrantedSeat | null> {
  const { organizationId, userId, simulated } = grant;
  const [course] = await manager.query<Array<{ id: string; version_id: string }>>(
    `SELECT id, published_version_id AS version_id FROM courses
      WHERE organization_id = $1 AND key = $2 AND published_version_id IS NOT NULL`,
    [organizationId, grant.course],
  );
  if (!course) return null;
  const enrollmentId =
    (await ownSeat(manager, organizationId, userId, course.id)) ?? (await newSeat(manager, grant, course));
  await giveRight(manager, { organizationId, enrollmentId, source: 'grant', givenBy: grant.givenBy });
  const processId = await reopenSeat(manager, { organizationId, enrollmentId, simulated });
  return { enrollmentId, processId };
}

/** The place a person has or had, with one more right to it. */
async function ownSeat(
  manager: EntityManager,
  organizationId: string,
  userId: string,
  courseId: string,
): Promise<string | null> {
  const [seat] = await manager.query<Array<{ id: string; state: string }>>(
    `SELECT id, state FROM enrollments WHERE organization_id = $1 AND user_id = $2 AND course_id = $3
        AND state IN ('invited', 'pending', 'active', 'paused', 'completed', 'revoked')
      ORDER BY state = 'revoked', created_at DESC LIMIT 1 FOR NO KEY UPDATE`,
    [organizationId, userId, courseId],
  );
  if (!seat) return null;
  if (seat.state === 'revoked')
    await manager.query(
      `UPDATE enrollments SET state = 'pending', source = 'grant', ended_reason = NULL, reopened = reopened + 1
        WHERE id = $1`,
      [seat.id],
    );
  if (seat.state === 'pending')
    await manager.query(
      `WITH seat AS (UPDATE enrollments SET source = 'grant' WHERE id = $1 RETURNING id)
       UPDATE orders SET state = 'cancelled', checkout_url = NULL FROM seat
        WHERE orders.enrollment_id = seat.id AND orders.state = 'pending'`,
      [seat.id],
    );
  return seat.id;
}

async function newSeat(
  manager: EntityManager,
  { organizationId, userId, simulated }: SeatGrant,
  course: { id: string; version_id: string },
): Promise<string> {
  const [created] = await manager.query<[{ id: string }]>(
    `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source, simulated)
     VALUES ($1, $2, $3, $4, 'pending', 'grant', $5) RETURNING id`,
    [organizationId, userId, course.id, course.version_id, simulated],
  );
  await recordEvent(manager, {
    organizationId,
    type: 'enrollment.started',
    key: `enrollment.started:${created.id}`,
    userId,
    enrollmentId: created.id,
    courseId: course.id,
  });
  return created.id;
}
