import { Injectable } from '@nestjs/common';
import type { EnrollmentSubmissions, RubricCriterion, SubmissionState } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import { CERTIFICATE } from '../../enrollments/seat-columns.ts';

export interface GradeRow {
  number: number;
  percentage: string;
  passed: boolean;
  detail_cipher: Buffer;
  graded_by: string | null;
  grader_name: string | null;
  graded_at: Date;
}

export interface HandedInRow {
  id: string;
  attempt: number;
  state: SubmissionState;
  body_cipher: Buffer;
  submitted_at: Date;
  assessment_id: string;
  title: string;
  module_title: string;
  position: number;
  pass_percentage: string;
  criteria: RubricCriterion[];
}

/** Whose work it is, and in which course. */
export type PlaceRow = Omit<EnrollmentSubmissions, 'items'>;

/** Work whose grade may be changed. */
export interface GradableRow {
  user_id: string;
  enrollment_id: string;
  course_id: string;
  title: string;
  pass_percentage: string;
  criteria: RubricCriterion[];
}

@Injectable()
export class GradesQueries {
  async place(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
  ): Promise<PlaceRow | undefined> {
    const [row] = await manager.query<PlaceRow[]>(
      `SELECT e.id AS "enrollmentId", e.user_id AS "userId", u.name AS "learnerName", e.course_id AS "courseId",
              c.title AS "courseTitle", e.state, e.simulated, ${CERTIFICATE} AS certificate
         FROM enrollments e JOIN users u ON u.id = e.user_id JOIN courses c ON c.id = e.course_id
        WHERE e.id = $2 AND e.organization_id = $1`,
      [organizationId, enrollmentId],
    );
    return row;
  }

  handedIn(manager: EntityManager, organizationId: string, enrollmentId: string): Promise<HandedInRow[]> {
    return manager.query<HandedInRow[]>(
      `SELECT s.id, s.attempt, s.state, s.body_cipher, s.submitted_at, a.id AS assessment_id, a.title,
              m.title AS module_title, m.position, a.pass_percentage, r.criteria
         FROM submissions s
         JOIN assessments a ON a.id = s.assessment_id
         JOIN modules m ON m.id = a.module_id
         JOIN rubrics r ON r.id = a.rubric_id
        WHERE s.organization_id = $1 AND s.enrollment_id = $2 ORDER BY m.position, a.title, a.id, s.attempt DESC`,
      [organizationId, enrollmentId],
    );
  }

  /** By submission, the one that counts first. */
  async grades(
    manager: EntityManager,
    organizationId: string,
    submissionIds: string[],
  ): Promise<Map<string, GradeRow[]>> {
    const rows = await manager.query<Array<GradeRow & { submission_id: string }>>(
      `SELECT g.submission_id, g.number, g.percentage, g.passed, g.detail_cipher, g.graded_by, u.name AS grader_name,
              g.graded_at
         FROM grades g LEFT JOIN users u ON u.id = g.graded_by
        WHERE g.organization_id = $1 AND g.submission_id = ANY($2::uuid[]) ORDER BY g.number DESC`,
      [organizationId, submissionIds],
    );
    const bySubmission = new Map<string, GradeRow[]>();
    for (const { submission_id: id, ...row } of rows)
      bySubmission.set(id, [...(bySubmission.get(id) ?? []), row]);
    return bySubmission;
  }

  async gradable(
    manager: EntityManager,
    organizationId: string,
    submissionId: string,
  ): Promise<GradableRow | undefined> {
    const [row] = await manager.query<GradableRow[]>(
      `SELECT s.user_id, s.enrollment_id, e.course_id, a.title, a.pass_percentage, r.criteria
         FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id JOIN assessments a ON a.id = s.assessment_id JOIN rubrics r ON r.id = a.rubric_id
        WHERE s.id = $2 AND s.organization_id = $1`,
      [organizationId, submissionId],
    );
    return row;
  }
}
