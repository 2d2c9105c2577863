import type pg from 'pg';

/** What one learner can do now. */
export interface DueWork {
  userId: string;
  /** Set while the seat is to be paid for. */
  checkoutUrl: string | null;
  /** One in eight pays with a card that says no once it is saved. */
  declines: boolean;
  /** The order of which staff are to give a part back: one in four, in weeks of their own. */
  refundOf: string | null;
  lessons: string[];
  assessments: Array<{ id: string; title: string; attempt: number; maxAttempts: number }>;
  /** One in ten hands in something useless first. */
  stumbles: boolean;
}

/** A module is open for the learner of `m`. */
const OPEN = `u.enrollment_id = m.id AND m.state = 'active' AND NOT u.hold AND u.unlock_at <= clock_timestamp()`;

const DUE = `
SELECT m.user_id AS "userId", o.checkout_url AS "checkoutUrl", abs(hashtext(m.user_id::text)) % 10 = 0 AS stumbles,
       abs(hashtext(m.user_id::text)) % 8 = 1 AS declines,
       CASE WHEN abs(hashtext(m.user_id::text)) % 4 = 0 THEN (SELECT p.id FROM orders p
         WHERE p.enrollment_id = m.id AND p.state = 'paid'
           AND NOT EXISTS (SELECT 1 FROM refunds f WHERE f.order_id = p.id)
           AND (SELECT count(*) FROM module_unlocks u WHERE u.enrollment_id = m.id AND u.state = 'released')
             > abs(hashtext(m.user_id::text)) / 4 % 9) END AS "refundOf",
       COALESCE((SELECT jsonb_agg(l.id ORDER BY l.position)
                   FROM module_unlocks u JOIN lessons l ON l.module_id = u.module_id
                  WHERE ${OPEN} AND NOT EXISTS (SELECT 1 FROM lesson_progress p
                    WHERE p.enrollment_id = m.id AND p.lesson_id = l.id)), '[]') AS lessons,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'title', a.title, 'attempt', s.made + 1,
                     'maxAttempts', a.max_attempts))
                   FROM module_unlocks u JOIN assessments a ON a.module_id = u.module_id
                  CROSS JOIN LATERAL (SELECT count(*)::int AS made,
                           COALESCE(bool_or(g.passed), false) AS passed,
                           COALESCE(bool_or(g.id IS NULL), false) AS ungraded
                      FROM submissions s LEFT JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL
                     WHERE s.enrollment_id = m.id AND s.assessment_id = a.id) s
                  WHERE ${OPEN} AND NOT s.passed AND NOT s.ungraded AND s.made < a.max_attempts), '[]') AS assessments
  FROM enrollments m LEFT JOIN orders o ON o.enrollment_id = m.id AND o.state = 'pending'
 WHERE m.user_id = ANY($1::uuid[]) AND m.state IN ('pending', 'active')`;

/** The learners among these who have something to do. */
export async function readDueWork(db: pg.Pool, userIds: string[]): Promise<DueWork[]> {
  const { rows } = await db.query<DueWork>(DUE, [userIds]);
  return rows.filter(
    ({ checkoutUrl, refundOf, lessons, assessments }) =>
      checkoutUrl || refundOf || lessons.length > 0 || assessments.length > 0,
  );
}
