import { Injectable } from '@nestjs/common';
import type { EnrollmentState } from '@gradus/contracts';
import { ATTEMPTS_ALLOWED } from '@gradus/database';
import type { EntityManager } from 'typeorm';

export interface EnrollmentRow {
  id: string;
  user_id: string;
  course_id: string;
  course_version_id: string;
  course_title: string;
  state: EnrollmentState;
  ended_reason: string | null;
  enrolled_at: Date;
  completed_at: Date | null;
  progress: string;
  speed: number;
  simulated: boolean;
  learner_zone: string;
  price: string | null;
  currency: string;
  order_state: 'pending' | 'paid' | 'cancelled' | 'refunded' | null;
  order_amount: string | null;
  order_currency: string | null;
  checkout_url: string | null;
  credential_id: string | null;
  credential_state: 'issuing' | 'issued' | 'failed' | 'revoked' | null;
  now: Date;
}

export interface ModuleRow {
  id: string;
  key: string;
  position: number;
  title: string;
  summary: string;
  phase_key: string;
  phase_title: string;
  unlock_at: Date | null;
  expected_at: Date | null;
  because: unknown[];
  /** Why it was closed again; null: it was not. */
  closed_because: string | null;
  open: boolean;
  lessons: Array<{ id: string; title: string; minutes: number; completedAt: string | null }>;
  assessment: {
    id: string;
    title: string;
    maxAttempts: number;
    hasDraft: boolean;
    submissions: Array<{ state: string; passed: boolean | null; percentage: number | null }>;
  } | null;
}

/** A course as one learner has it. All reads belong into one transaction, so that the numbers agree. */
@Injectable()
export class ProgressQueries {
  /** The reader's own enrollment in a course (the open one, else the latest), or a named one of anybody's. */
  async enrollment(
    manager: EntityManager,
    where: { organizationId: string; courseId: string } & ({ userId: string } | { enrollmentId: string }),
  ): Promise<EnrollmentRow | null> {
    const [row] = await manager.query<EnrollmentRow[]>(
      `SELECT e.id, e.user_id, e.course_id, e.course_version_id, c.title AS course_title, e.state, e.ended_reason, e.enrolled_at,
              e.completed_at, e.progress_percentage AS progress, e.speed, e.simulated, u.time_zone AS learner_zone,
              c.price, c.currency, o.state AS order_state, o.amount AS order_amount, o.currency AS order_currency,
              CASE WHEN o.state = 'pending' AND (o.checkout_expires_at IS NULL OR o.checkout_expires_at > clock_timestamp())
                   THEN o.checkout_url END AS checkout_url,
              cr.id AS credential_id, cr.state AS credential_state, clock_timestamp() AS now
         FROM enrollments e
         JOIN courses c ON c.id = e.course_id
         JOIN users u ON u.id = e.user_id
         LEFT JOIN LATERAL (SELECT * FROM orders WHERE enrollment_id = e.id ORDER BY created_at DESC LIMIT 1) o ON true
         LEFT JOIN credentials cr ON cr.enrollment_id = e.id
        WHERE e.organization_id = $1 AND e.course_id = $2 AND ($3::uuid IS NULL OR e.user_id = $3)
          AND ($4::uuid IS NULL OR e.id = $4)
        ORDER BY e.state IN ('invited','pending','active','paused','completed') DESC, e.created_at DESC LIMIT 1`,
      [
        where.organizationId,
        where.courseId,
        'userId' in where ? where.userId : null,
        'enrollmentId' in where ? where.enrollmentId : null,
      ],
    );
    return row ?? null;
  }

  modules(manager: EntityManager, organizationId: string, enrollmentId: string): Promise<ModuleRow[]> {
    return manager.query<ModuleRow[]>(
      `SELECT m.id, m.key, m.position, m.title, m.summary, p.key AS phase_key, p.title AS phase_title,
              mu.unlock_at, mu.expected_at, COALESCE(mu.because, '[]') AS because,
              mu.closings->-1->>'reason' AS closed_because,
              COALESCE(mu.unlock_at <= clock_timestamp() AND NOT mu.hold, false) AS open,
              (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'minutes', l.minutes,
                        'completedAt', lp.completed_at) ORDER BY l.position), '[]')
                 FROM lessons l LEFT JOIN lesson_progress lp ON lp.lesson_id = l.id AND lp.enrollment_id = e.id
                WHERE l.module_id = m.id) AS lessons,
              (SELECT jsonb_build_object('id', a.id, 'title', a.title, 'maxAttempts', ${ATTEMPTS_ALLOWED},
                        'hasDraft', EXISTS (SELECT 1 FROM assessment_drafts d
                                             WHERE d.enrollment_id = e.id AND d.assessment_id = a.id),
                        'submissions', (SELECT COALESCE(jsonb_agg(jsonb_build_object('state', s.state,
                                  'passed', g.passed, 'percentage', g.percentage) ORDER BY s.attempt), '[]')
                            FROM submissions s LEFT JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL
                           WHERE s.enrollment_id = e.id AND s.assessment_id = a.id))
                 FROM assessments a WHERE a.module_id = m.id ORDER BY a.key LIMIT 1) AS assessment
         FROM enrollments e
         JOIN modules m ON m.course_version_id = e.course_version_id
         JOIN phases p ON p.id = m.phase_id
         LEFT JOIN module_unlocks mu ON mu.module_id = m.id AND mu.enrollment_id = e.id
        WHERE e.id = $2 AND e.organization_id = $1 ORDER BY m.position`,
      [organizationId, enrollmentId],
    );
  }

  async zoneOf(manager: EntityManager, userId: string): Promise<string> {
    const [row] = await manager.query<Array<{ time_zone: string }>>(
      'SELECT time_zone FROM users WHERE id = $1',
      [userId],
    );
    return row?.time_zone ?? 'UTC';
  }
}
