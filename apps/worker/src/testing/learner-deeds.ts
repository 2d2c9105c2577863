import { lockEnrollment, openProcess, refreshProgress } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import type { Learner, School } from './school.ts';

/** Finishes every lesson and passes every assessment at one stroke, as rows that the API would have written over weeks. */
export async function completeEverything(school: School, learner: Learner): Promise<void> {
  const { dataSource, organizationId } = school;
  await dataSource.query(
    `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id)
     SELECT $1, $2, l.id FROM lessons l WHERE l.course_version_id = $3`,
    [organizationId, learner.enrollmentId, school.courseVersionId],
  );
  await dataSource.query(
    `WITH handed AS (
       INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher)
       SELECT $1, $2, a.id, $3, 1, 'graded', ''::bytea FROM assessments a WHERE a.course_version_id = $4 RETURNING id)
     INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher)
     SELECT $1, id, 90, true, ''::bytea FROM handed`,
    [organizationId, learner.enrollmentId, learner.userId, school.courseVersionId],
  );
  await dataSource.transaction(async (manager) => {
    const enrollment = await lockEnrollment(manager, learner.enrollmentId);
    await refreshProgress(manager, enrollment!);
  });
}

/** Hands in a text for the first assessment and rings its grading. Answers the submission. */
export async function handIn(school: School, learner: Learner, text: string): Promise<string> {
  const { dataSource, parts, organizationId } = school;
  const made = await dataSource.transaction(async (manager) => {
    const [submission] = await manager.query<[{ id: string }]>(
      `INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher)
       SELECT $1, $2, a.id, $3, 1 + (SELECT count(*) FROM submissions WHERE enrollment_id = $2), 'submitted', $5
         FROM assessments a JOIN modules m ON m.id = a.module_id
        WHERE a.course_version_id = $4 ORDER BY m.position LIMIT 1 RETURNING id`,
      [
        organizationId,
        learner.enrollmentId,
        learner.userId,
        school.courseVersionId,
        await parts.parts.vault.seal(manager, learner.userId, text),
      ],
    );
    const processId = await openProcess(manager, {
      organizationId,
      kind: 'gradeSubmission',
      subjectId: submission.id,
      simulated: false,
    });
    return { submissionId: submission.id, processId };
  });
  await parts.parts.bells.ring(processBell('gradeSubmission', made.processId));
  return made.submissionId;
}
