import type { Audience } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import { occasionsOf } from './audience-events.ts';
import { evaluateSegment } from './evaluate-segment.ts';

export interface SegmentToSave {
  id: string;
  organizationId: string;
  name: string;
  audience: Audience;
  savedBy: string | null;
}

/** Three in the morning on the school's clock, after now. */
const NEXT_NIGHT = `((date_trunc('day', clock_timestamp() AT TIME ZONE o.time_zone) + interval '1 day 3 hours') AT TIME ZONE o.time_zone)`;

/**
 * Makes or changes a segment and works out its members by the new rule, in silence, in the caller's transaction. False:
 * the id belongs to another school or to one that was put away.
 *
 * @throws QueryFailedError 23505 when another segment has the name
 */
export async function saveSegment(manager: EntityManager, segment: SegmentToSave): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO segments AS s (id, organization_id, name, audience, listens, created_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, audience = EXCLUDED.audience, listens = EXCLUDED.listens
      WHERE s.organization_id = $2 AND s.archived_at IS NULL RETURNING id`,
    [
      segment.id,
      segment.organizationId,
      segment.name,
      JSON.stringify(segment.audience),
      occasionsOf(segment.audience),
      segment.savedBy,
    ],
  );
  if (rows.length === 0) return false;
  await evaluateSegment(manager, segment, { silent: true });
  await noteEvaluated(manager, segment.id);
  return true;
}

/** Everybody was worked out now; due again next night. */
export async function noteEvaluated(manager: EntityManager, segmentId: string): Promise<void> {
  await manager.query(
    `UPDATE segments s SET evaluated_at = clock_timestamp(), next_full_at = ${NEXT_NIGHT}
       FROM organizations o WHERE s.id = $1 AND o.id = s.organization_id`,
    [segmentId],
  );
}
