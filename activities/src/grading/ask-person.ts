import type { EntityManager } from 'typeorm';
import { recordEvent } from '@gradus/database';

/** Why a person looks although the machine was sure. */
export const PERSON_ASKED = 'An automation asks for a person to look.';

/**
 * A person is to grade this work, however sure the machine is. What it has proposed already and nobody has released yet waits
 * for them from now on. Doing it twice is doing it once; a grade that was given stands.
 */
export async function askPerson(manager: EntityManager, submissionId: string): Promise<void> {
  await manager.query(`UPDATE submissions SET person_asked = true WHERE id = $1`, [submissionId]);
  const [rows] = await manager.query<
    [
      Array<{
        organization_id: string;
        user_id: string;
        enrollment_id: string;
        attempt: number;
        module: string;
        course_id: string;
      }>,
      number,
    ]
  >(
    `WITH waiting AS (
       UPDATE grade_proposals SET state = 'pending' WHERE submission_id = $1 AND state = 'auto_released'
          AND NOT EXISTS (SELECT 1 FROM grades g WHERE g.submission_id = $1) RETURNING submission_id)
     UPDATE submissions s SET state = 'in_review', review_reason = $2
       FROM waiting w, assessments a, modules m, enrollments e
      WHERE s.id = w.submission_id AND a.id = s.assessment_id AND m.id = a.module_id AND e.id = s.enrollment_id
      RETURNING s.organization_id, s.user_id, s.enrollment_id, s.attempt, m.key AS module, e.course_id`,
    [submissionId, PERSON_ASKED],
  );
  for (const row of rows)
    await recordEvent(manager, {
      organizationId: row.organization_id,
      type: 'submission.review.requested',
      key: `submission.review.requested:${submissionId}`,
      userId: row.user_id,
      enrollmentId: row.enrollment_id,
      courseId: row.course_id,
      data: { module: row.module, attempt: row.attempt },
    });
}

/** Whether somebody is to look, as known now: it may have been asked for while the machine was at it. */
export async function isPersonAsked(manager: EntityManager, submissionId: string): Promise<boolean> {
  const [row] = await manager.query<Array<{ person_asked: boolean }>>(
    'SELECT person_asked FROM submissions WHERE id = $1 FOR NO KEY UPDATE',
    [submissionId],
  );
  return row?.person_asked === true;
}
