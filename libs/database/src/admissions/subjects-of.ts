import type { AdmissionWho } from '@gradus/contracts';
import { LEARNER_STATES } from '../learning/enrollment-in.ts';

/** A statement that answers `user_id` (null: nobody found) and `label`, with its parameters from $3 on. */
interface Chosen {
  sql: string;
  parameters: unknown[];
}

type Choose<K extends AdmissionWho['kind']> = (who: Extract<AdmissionWho, { kind: K }>) => Chosen;

/** $1 is the organization, $2 the automation's course or null. */
const CHOOSE = {
  people: ({ userIds }) => ({
    sql: `SELECT m.user_id, NULL::text AS label FROM memberships m
           WHERE m.organization_id = $1 AND m.user_id = ANY($3::uuid[]) ORDER BY m.created_at, m.user_id`,
    parameters: [userIds],
  }),
  addresses: ({ addresses }) => ({
    sql: `SELECT m.user_id, given.address AS label
            FROM unnest($3::text[]) WITH ORDINALITY AS given(address, place)
            LEFT JOIN users u ON u.email = given.address
            LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = $1 ORDER BY given.place`,
    parameters: [[...new Set(addresses.map((address) => address.trim().toLowerCase()))]],
  }),
  roster: ({ courseId }) => ({
    sql: `SELECT e.user_id, NULL::text AS label FROM enrollments e
           WHERE e.organization_id = $1 AND e.course_id = COALESCE($3::uuid, $2) AND e.state = 'active'
           GROUP BY e.user_id ORDER BY min(e.enrolled_at), e.user_id`,
    parameters: [courseId ?? null],
  }),
  segment: ({ segmentId }) => ({
    sql: `SELECT m.user_id, NULL::text AS label FROM segment_members m
           WHERE m.organization_id = $1 AND m.segment_id = $3::uuid AND m.left_at IS NULL
           ORDER BY m.entered_at, m.user_id`,
    parameters: [segmentId],
  }),
  happened: ({ event }) => ({
    sql: `SELECT d.user_id, NULL::text AS label FROM domain_events d
            JOIN memberships m ON m.organization_id = $1 AND m.user_id = d.user_id
           WHERE d.organization_id = $1 AND d.type = $3 AND ($2::uuid IS NULL OR d.course_id IS NULL OR d.course_id = $2)
           GROUP BY d.user_id ORDER BY min(d.occurred_at), d.user_id`,
    parameters: [event],
  }),
} satisfies { [K in AdmissionWho['kind']]: Choose<K> };

/**
 * The people that an admission is about, as a statement: `user_id`, `enrollment_id`, `label`, one row a person, in order. Of
 * an automation with a course the enrollment is the person's last in it, and null for who has none.
 *
 * @param organizationId, courseId - Of the automation.
 */
export function subjectsOf(who: AdmissionWho, organizationId: string, courseId: string | null): Chosen {
  const choose = CHOOSE[who.kind] as (who: AdmissionWho) => Chosen;
  const { sql, parameters } = choose(who);
  return {
    sql: `SELECT chosen.user_id, chosen.label, seat.id AS enrollment_id
            FROM (${sql}) AS chosen
            LEFT JOIN LATERAL (SELECT e.id FROM enrollments e
                   WHERE $2::uuid IS NOT NULL AND e.course_id = $2 AND e.organization_id = $1
                     AND e.user_id = chosen.user_id AND e.state IN ${LEARNER_STATES}
                   ORDER BY e.created_at DESC LIMIT 1) AS seat ON true`,
    parameters: [organizationId, courseId, ...parameters],
  };
}
