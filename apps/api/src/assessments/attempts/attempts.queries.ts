import { Injectable } from '@nestjs/common';
import type { EnrollmentState } from '@gradus/contracts';
import { ATTEMPTS_ALLOWED } from '@gradus/database';
import type { EntityManager } from 'typeorm';

/** How often somebody has handed in an assignment, and how often they may. */
export interface UsedRow {
  id: string;
  title: string;
  module_title: string;
  position: number;
  pass_percentage: string;
  course_id: string;
  user_id: string;
  state: EnrollmentState;
  used: number;
  allowed: number;
  passed: boolean;
  under_way: boolean;
  best: string | null;
}

const USED = `
SELECT a.id, a.title, m.title AS module_title, m.position, a.pass_percentage, e.course_id, e.user_id, e.state,
       w.used, ${ATTEMPTS_ALLOWED} AS allowed, w.passed, w.under_way, w.best
  FROM enrollments e
  JOIN assessments a ON a.course_version_id = e.course_version_id
  JOIN modules m ON m.id = a.module_id
  CROSS JOIN LATERAL (
       SELECT count(*)::int AS used, COALESCE(bool_or(g.passed), false) AS passed,
              COALESCE(bool_or(s.state <> 'graded'), false) AS under_way, max(g.percentage) AS best
         FROM submissions s LEFT JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL
        WHERE s.enrollment_id = e.id AND s.assessment_id = a.id) w
 WHERE e.organization_id = $1 AND e.id = $2`;

@Injectable()
export class AttemptsQueries {
  async seatState(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
  ): Promise<EnrollmentState | undefined> {
    const [row] = await manager.query<Array<{ state: EnrollmentState }>>(
      'SELECT state FROM enrollments WHERE organization_id = $1 AND id = $2',
      [organizationId, enrollmentId],
    );
    return row?.state;
  }

  /** Not passed, though every attempt is used and graded. */
  spent(manager: EntityManager, organizationId: string, enrollmentId: string): Promise<UsedRow[]> {
    return manager.query<UsedRow[]>(
      `SELECT * FROM (${USED}) x WHERE used >= allowed AND NOT passed AND NOT under_way ORDER BY position, title`,
      [organizationId, enrollmentId],
    );
  }

  async used(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
    assessmentId: string,
  ): Promise<UsedRow | undefined> {
    const [row] = await manager.query<UsedRow[]>(`${USED} AND a.id = $3`, [
      organizationId,
      enrollmentId,
      assessmentId,
    ]);
    return row;
  }

  async allowOneMore(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
    assessmentId: string,
  ): Promise<void> {
    await manager.query(
      `UPDATE enrollments SET extra_attempts = extra_attempts || jsonb_build_object($3::text,
              COALESCE(extra_attempts -> $3::text, '[]') || to_jsonb(clock_timestamp()))
        WHERE organization_id = $1 AND id = $2`,
      [organizationId, enrollmentId, assessmentId],
    );
  }

  /** In-app and by mail; `which`: the attempt that they have got. */
  async tell(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
    assessment: Pick<UsedRow, 'id' | 'title'> & { which: number },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO messages (organization_id, user_id, key, category, channel, purpose, payload, subject, simulated)
       SELECT organization_id, user_id, 'another-attempt:' || id || ':' || $3 || ':' || $4, 'transactional', 'both',
              'another-attempt', jsonb_build_object('enrollmentId', id, 'assessmentId', $3::text, 'assignmentTitle', $5::text),
              $6, simulated
         FROM enrollments WHERE organization_id = $1 AND id = $2
       ON CONFLICT (organization_id, key) DO NOTHING`,
      [
        organizationId,
        enrollmentId,
        assessment.id,
        String(assessment.which),
        assessment.title,
        `Another attempt at “${assessment.title}”`,
      ],
    );
  }
}
