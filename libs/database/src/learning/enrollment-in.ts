import type { EntityManager } from 'typeorm';

/** Whoever takes part or took part; those who only asked for a seat or lost it are no learners of a course. */
export const LEARNER_STATES = `('active', 'paused', 'completed')`;

/** The person's last enrollment in a course, as a learner of it; null: they are none. */
export async function enrollmentIn(
  manager: EntityManager,
  { organizationId, userId, courseId }: { organizationId: string; userId: string; courseId: string },
): Promise<string | null> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `SELECT id FROM enrollments WHERE organization_id = $1 AND user_id = $2 AND course_id = $3
        AND state IN ${LEARNER_STATES} ORDER BY created_at DESC LIMIT 1`,
    [organizationId, userId, courseId],
  );
  return row?.id ?? null;
}
