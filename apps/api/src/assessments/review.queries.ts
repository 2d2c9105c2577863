import { Injectable } from '@nestjs/common';
import type { RubricCriterion } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';

export interface ReviewRow {
  id: string;
  user_id: string;
  learner_name: string;
  course_title: string;
  module_title: string;
  assignment_title: string;
  attempt: number;
  submitted_at: Date;
  sort_key: string;
  body_cipher: Buffer;
  simulated: boolean;
  review_reason: string | null;
  pass_percentage: string;
  criteria: RubricCriterion[];
  provider: string | null;
  percentage: string | null;
  confidence: number | null;
  criteria_cipher: Buffer | null;
}

export interface WaitingSubmission {
  id: string;
  user_id: string;
  enrollment_id: string;
  criteria: RubricCriterion[];
  simulated: boolean;
}

/** Of submissions `s` of an organization: they wait for a person, and nobody has decided. */
const WAITING = `s.organization_id = $1 AND s.state = 'in_review'
          AND NOT EXISTS (SELECT 1 FROM review_decisions d WHERE d.submission_id = s.id)`;

type Reader = Pick<Caller, 'organizationId' | 'userId'>;

@Injectable()
export class ReviewQueries {
  /** What waits for somebody, oldest first, without the reader's own work. */
  waiting(
    manager: EntityManager,
    { organizationId, userId }: Reader,
    after: [string | null, string | null],
    limit: number,
  ): Promise<ReviewRow[]> {
    return manager.query<ReviewRow[]>(
      `SELECT s.id, s.user_id, u.name AS learner_name, c.title AS course_title, m.title AS module_title,
              a.title AS assignment_title, s.attempt, s.submitted_at, s.submitted_at::text AS sort_key, s.body_cipher,
              e.simulated, s.review_reason, a.pass_percentage, r.criteria, p.provider, p.percentage, p.confidence,
              p.criteria_cipher
         FROM submissions s
         JOIN users u ON u.id = s.user_id
         JOIN enrollments e ON e.id = s.enrollment_id
         JOIN courses c ON c.id = e.course_id
         JOIN assessments a ON a.id = s.assessment_id
         JOIN modules m ON m.id = a.module_id
         JOIN rubrics r ON r.id = a.rubric_id
         LEFT JOIN grade_proposals p ON p.submission_id = s.id
        WHERE ${WAITING} AND s.user_id <> $5
          AND ($2::timestamptz IS NULL OR (s.submitted_at, s.id) > ($2, $3::uuid))
        ORDER BY s.submitted_at, s.id LIMIT $4`,
      [organizationId, ...after, limit + 1, userId],
    );
  }

  /** How much of the reader's own work waits for somebody else. */
  async ownWaiting(manager: EntityManager, { organizationId, userId }: Reader): Promise<number> {
    const [row] = await manager.query<Array<{ count: number }>>(
      `SELECT count(*)::int AS count FROM submissions s WHERE ${WAITING} AND s.user_id = $2`,
      [organizationId, userId],
    );
    return row?.count ?? 0;
  }

  /** Locks a submission that waits for a person. `exists` without `waiting`: it is decided or was never in doubt. */
  async lock(
    manager: EntityManager,
    organizationId: string,
    submissionId: string,
  ): Promise<{ submission: WaitingSubmission; waiting: boolean } | undefined> {
    const [row] = await manager.query<Array<WaitingSubmission & { waiting: boolean }>>(
      `SELECT s.id, s.user_id, s.enrollment_id, r.criteria, e.simulated, s.state = 'in_review' AS waiting
         FROM submissions s
         JOIN enrollments e ON e.id = s.enrollment_id
         JOIN assessments a ON a.id = s.assessment_id
         JOIN rubrics r ON r.id = a.rubric_id
        WHERE s.id = $2 AND s.organization_id = $1 FOR NO KEY UPDATE OF s`,
      [organizationId, submissionId],
    );
    return row && { submission: row, waiting: row.waiting };
  }

  /** False: somebody had decided already. */
  async decide(
    manager: EntityManager,
    decision: { organizationId: string; submissionId: string; decidedBy: string; cipher: Buffer },
  ): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO review_decisions (organization_id, submission_id, decided_by, decision_cipher)
       VALUES ($1, $2, $3, $4) ON CONFLICT (submission_id) DO NOTHING RETURNING id`,
      [decision.organizationId, decision.submissionId, decision.decidedBy, decision.cipher],
    );
    return rows.length > 0;
  }
}
