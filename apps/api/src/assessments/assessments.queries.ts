import { Injectable } from '@nestjs/common';
import type { EnrollmentState, RubricCriterion, SubmissionState } from '@gradus/contracts';
import { ATTEMPTS_ALLOWED } from '@gradus/database';
import type { EntityManager } from 'typeorm';

/** An assessment with the reader's own enrollment in its course version, if there is one. */
export interface AssessmentRow {
  id: string;
  module_id: string;
  module_key: string;
  module_title: string;
  course_id: string;
  title: string;
  instructions: string;
  pass_percentage: string;
  /** Of the reader, with what the school has allowed them beside. */
  max_attempts: number;
  min_words: number;
  criteria: RubricCriterion[];
  enrollment_id: string | null;
  enrollment_state: EnrollmentState | null;
  enrolled_at: Date | null;
  speed: number | null;
  simulated: boolean | null;
}

export interface SubmissionRow {
  id: string;
  attempt: number;
  state: SubmissionState;
  body_cipher: Buffer;
  submitted_at: Date;
  /** Of the request that handed it in. */
  request: string | null;
  grade: {
    percentage: string;
    passed: boolean;
    detail_cipher: Buffer;
    graded_by: string | null;
    graded_at: Date;
    /** The grade before it; null: it is the first. */
    before: { percentage: number; passed: boolean } | null;
  } | null;
}

type FlatSubmission = Omit<SubmissionRow, 'grade'> & {
  percentage: string | null;
  passed: boolean;
  detail_cipher: Buffer;
  graded_by: string | null;
  graded_at: Date;
  before: { percentage: number; passed: boolean } | null;
};

@Injectable()
export class AssessmentsQueries {
  async assessment(
    manager: EntityManager,
    organizationId: string,
    userId: string,
    assessmentId: string,
  ): Promise<AssessmentRow | undefined> {
    const [row] = await manager.query<AssessmentRow[]>(
      `SELECT a.id, m.id AS module_id, m.key AS module_key, m.title AS module_title, v.course_id, a.title,
              a.instructions, a.pass_percentage, ${ATTEMPTS_ALLOWED} AS max_attempts, a.min_words, r.criteria,
              e.id AS enrollment_id, e.state AS enrollment_state, e.enrolled_at, e.speed, e.simulated
         FROM assessments a
         JOIN modules m ON m.id = a.module_id
         JOIN course_versions v ON v.id = a.course_version_id
         JOIN rubrics r ON r.id = a.rubric_id
         LEFT JOIN LATERAL (
              SELECT id, state, enrolled_at, speed, simulated, extra_attempts FROM enrollments
               WHERE course_version_id = a.course_version_id AND user_id = $2 AND organization_id = $1
               ORDER BY state IN ('active','completed') DESC, created_at DESC LIMIT 1) e ON true
        WHERE a.id = $3 AND a.organization_id = $1`,
      [organizationId, userId, assessmentId],
    );
    return row;
  }

  async submissions(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
    assessmentId: string,
  ): Promise<SubmissionRow[]> {
    const rows = await manager.query<FlatSubmission[]>(
      `SELECT s.id, s.attempt, s.state, s.body_cipher, s.submitted_at, s.request,
              g.percentage, g.passed, g.detail_cipher, g.graded_by, g.graded_at,
              (SELECT jsonb_build_object('percentage', b.percentage, 'passed', b.passed) FROM grades b
                WHERE b.submission_id = s.id AND b.number = g.number - 1) AS before
         FROM submissions s LEFT JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL
        WHERE s.organization_id = $1 AND s.enrollment_id = $2 AND s.assessment_id = $3 ORDER BY s.attempt`,
      [organizationId, enrollmentId, assessmentId],
    );
    return rows.map(({ percentage, passed, detail_cipher, graded_by, graded_at, before, ...submission }) => ({
      ...submission,
      grade: percentage === null ? null : { percentage, passed, detail_cipher, graded_by, graded_at, before },
    }));
  }

  async draft(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
    assessmentId: string,
  ): Promise<{ body_cipher: Buffer; saved_at: Date } | undefined> {
    const [row] = await manager.query<Array<{ body_cipher: Buffer; saved_at: Date }>>(
      `SELECT body_cipher, saved_at FROM assessment_drafts
        WHERE organization_id = $1 AND enrollment_id = $2 AND assessment_id = $3`,
      [organizationId, enrollmentId, assessmentId],
    );
    return row;
  }

  async saveDraft(
    manager: EntityManager,
    draft: { organizationId: string; enrollmentId: string; assessmentId: string; bodyCipher: Buffer },
  ): Promise<Date> {
    const [{ saved_at: savedAt }] = await manager.query<[{ saved_at: Date }]>(
      `INSERT INTO assessment_drafts (organization_id, enrollment_id, assessment_id, body_cipher, saved_at)
       VALUES ($1, $2, $3, $4, clock_timestamp())
       ON CONFLICT (enrollment_id, assessment_id)
       DO UPDATE SET body_cipher = EXCLUDED.body_cipher, saved_at = EXCLUDED.saved_at RETURNING saved_at`,
      [draft.organizationId, draft.enrollmentId, draft.assessmentId, draft.bodyCipher],
    );
    return savedAt;
  }

  /** The next attempt. The unique index on the attempt is the last word should the lock ever be forgotten. */
  async addSubmission(
    manager: EntityManager,
    submission: {
      organizationId: string;
      enrollmentId: string;
      assessmentId: string;
      userId: string;
      attempt: number;
      bodyCipher: Buffer;
      request: string;
    },
  ): Promise<SubmissionRow> {
    const [row] = await manager.query<[Omit<SubmissionRow, 'grade'>]>(
      `INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher, request)
       VALUES ($1, $2, $3, $4, $5, 'submitted', $6, $7) RETURNING id, attempt, state, body_cipher, submitted_at, request`,
      [
        submission.organizationId,
        submission.enrollmentId,
        submission.assessmentId,
        submission.userId,
        submission.attempt,
        submission.bodyCipher,
        submission.request,
      ],
    );
    return { ...row, grade: null };
  }
}
