import type { Audience } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import { Parameters, audienceSql } from './audience-sql.ts';

/**
 * How often somebody comes into one segment within an hour, on events. An automation that starts there and ends what it asks about
 * would otherwise go round as fast as the database; whoever comes more often is found at night.
 */
export const MOST_ENTRIES = 20;

/** A segment as it is worked out. */
export interface EvaluatedSegment {
  id: string;
  organizationId: string;
  audience: Audience;
}

export interface SegmentChange {
  entered: number;
  left: number;
}

/**
 * Makes the members of a segment those the audience takes in now, of everybody or of one person, and records who came and
 * who went (`segment.entered`, `segment.left`), each once per entry, in the caller's transaction. Call it with the segment's
 * row locked: `FOR UPDATE` for everybody, `FOR SHARE` and the person's lock for one.
 *
 * @param silent - A new or changed rule: nobody has come to belong, the question has changed.
 */
export async function evaluateSegment(
  manager: EntityManager,
  segment: EvaluatedSegment,
  { userId = null, silent = false }: { userId?: string | null; silent?: boolean } = {},
): Promise<SegmentChange> {
  const parameters = new Parameters([segment.organizationId, segment.id, userId, silent]);
  const predicate = audienceSql(segment.audience, parameters);
  const [row] = await manager.query<[SegmentChange]>(
    `WITH matched AS (
       SELECT p.user_id FROM memberships p
        WHERE p.organization_id = $1::uuid AND ($3::uuid IS NULL OR p.user_id = $3) AND ${predicate}),
     gone AS (
       UPDATE segment_members m SET left_at = clock_timestamp()
        WHERE m.segment_id = $2::uuid AND m.left_at IS NULL AND ($3::uuid IS NULL OR m.user_id = $3)
          AND NOT EXISTS (SELECT 1 FROM matched WHERE matched.user_id = m.user_id)
       RETURNING m.user_id, m.entries),
     come AS (
       INSERT INTO segment_members AS m (segment_id, user_id, organization_id)
       SELECT $2::uuid, matched.user_id, $1::uuid FROM matched
        WHERE NOT EXISTS (SELECT 1 FROM segment_members o
                           WHERE o.segment_id = $2 AND o.user_id = matched.user_id AND o.left_at IS NULL)
       ON CONFLICT (segment_id, user_id) DO UPDATE
          SET entries = m.entries + 1, entered_at = clock_timestamp(), left_at = NULL
        WHERE m.left_at IS NOT NULL AND ($3::uuid IS NULL OR NOT EXISTS (
              SELECT 1 FROM domain_events d WHERE d.organization_id = $1 AND d.occurred_at > clock_timestamp() - interval '1 hour'
                 AND d.key = 'segment.entered:' || $2::text || ':' || m.user_id || ':' || (m.entries - ${MOST_ENTRIES - 1})))
       RETURNING m.user_id, m.entries),
     told AS (
       INSERT INTO domain_events (organization_id, type, key, user_id, data)
       SELECT $1::uuid, happened.type, happened.type || ':' || $2::text || ':' || happened.user_id || ':' || happened.entries,
              happened.user_id, jsonb_build_object('segment', $2::text)
         FROM (SELECT 'segment.entered' AS type, user_id, entries FROM come
               UNION ALL SELECT 'segment.left', user_id, entries FROM gone) AS happened
        WHERE NOT $4::boolean
       ON CONFLICT (organization_id, key) DO NOTHING)
     SELECT (SELECT count(*)::int FROM come) AS entered, (SELECT count(*)::int FROM gone) AS left`,
    parameters.values,
  );
  return row;
}
