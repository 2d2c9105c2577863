import type { DataSource, EntityManager } from 'typeorm';
import { EffectRefusedError } from '../../../ledger/problems.ts';

/** Whom a run's money is about. */
export interface RunSubject {
  organizationId: string;
  userId: string;
  enrollmentId: string | null;
  courseId: string | null;
  simulated: boolean;
}

/** Reads whom a run is about. */
export async function subjectOfRun(db: DataSource | EntityManager, runId: string): Promise<RunSubject> {
  const [row] = await db.query<RunSubject[]>(
    `SELECT r.organization_id AS "organizationId", r.user_id AS "userId", r.enrollment_id AS "enrollmentId",
            COALESCE(e.course_id, a.course_id) AS "courseId", r.simulated
       FROM runs r JOIN automations a ON a.id = r.automation_id LEFT JOIN enrollments e ON e.id = r.enrollment_id
      WHERE r.id = $1`,
    [runId],
  );
  if (!row) throw new Error(`No run ${runId}.`);
  return row;
}

/** The place in a course that a run is about. @throws EffectRefusedError when it is about none */
export async function placeOfRun(
  manager: EntityManager,
  runId: string,
): Promise<{ organizationId: string; enrollmentId: string }> {
  const { organizationId, enrollmentId } = await subjectOfRun(manager, runId);
  if (!enrollmentId)
    throw new EffectRefusedError(
      'enrollment.missing',
      'This run is about no place in a course. Skip the step.',
    );
  return { organizationId, enrollmentId };
}
