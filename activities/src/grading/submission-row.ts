import type { DataSource } from 'typeorm';
import type { RubricCriterion, SubmissionState } from '@gradus/contracts';

export interface SubmissionRow {
  id: string;
  organizationId: string;
  userId: string;
  enrollmentId: string;
  courseId: string;
  state: SubmissionState;
  attempt: number;
  bodyCipher: Buffer;
  moduleKey: string;
  assignment: { title: string; instructions: string };
  criteria: RubricCriterion[];
  passPercentage: number;
  speed: number;
  proposalState: string | null;
  decided: boolean;
}

/** A submission with all that grading it needs, in one statement. */
export async function readSubmission(dataSource: DataSource, submissionId: string): Promise<SubmissionRow> {
  const [row] = await dataSource.query<Array<Record<string, never>>>(
    `SELECT s.id, s.organization_id AS "organizationId", s.user_id AS "userId", s.enrollment_id AS "enrollmentId",
            e.course_id AS "courseId", s.state, s.attempt, s.body_cipher AS "bodyCipher", m.key AS "moduleKey",
            jsonb_build_object('title', a.title, 'instructions', a.instructions) AS assignment, r.criteria,
            a.pass_percentage::double precision AS "passPercentage", e.speed, p.state AS "proposalState",
            d.id IS NOT NULL AS decided
       FROM submissions s
       JOIN enrollments e ON e.id = s.enrollment_id
       JOIN assessments a ON a.id = s.assessment_id
       JOIN modules m ON m.id = a.module_id
       JOIN rubrics r ON r.id = a.rubric_id
       LEFT JOIN grade_proposals p ON p.submission_id = s.id
       LEFT JOIN review_decisions d ON d.submission_id = s.id
      WHERE s.id = $1`,
    [submissionId],
  );
  if (!row) throw new Error(`No submission ${submissionId}.`);
  return row as unknown as SubmissionRow;
}
