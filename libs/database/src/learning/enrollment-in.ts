import type { EntityManager } from 'typeorm';

/** Whoever takes part or took part; those who only asked for a seat or lost it are no learners of a course. */
const LEARNING: readonly string[] = ['active', 'paused', 'completed'];

/** The same as a list in SQL. */
export const LEARNER_STATES = `(${LEARNING.map((state) => `'${state}'`).join(', ')})`;

/** Whether an enrollment in this state makes its person a learner of the course. */
export const isLearner = ({ state }: { state: string }): boolean => LEARNING.includes(state);

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
