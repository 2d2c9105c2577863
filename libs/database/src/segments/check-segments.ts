import type { DataSource, EntityManager } from 'typeorm';
import { type EvaluatedSegment, evaluateSegment } from './evaluate-segment.ts';
import { noteEvaluated } from './save-segment.ts';

/**
 * Notes that something has happened to somebody, if a segment of the school asks about such things. What has no event (roles,
 * consent, runs) triggers note in the same way.
 */
export async function noteForSegments(
  manager: EntityManager,
  event: { organizationId: string; userId: string | null; type: string },
): Promise<void> {
  if (event.userId === null) return;
  await manager.query('SELECT note_for_segments($1, $2, $3)', [
    event.organizationId,
    event.userId,
    event.type,
  ]);
}

/**
 * Looks at one person something has happened to, in every segment of their school. What happens meanwhile is noted anew and
 * looked at again. False: there was nobody to look at.
 */
export function checkNextPerson(dataSource: DataSource): Promise<boolean> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const [next] = await manager.query<Array<{ organization_id: string; user_id: string }>>(
      'SELECT organization_id, user_id FROM segment_checks ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED',
    );
    if (!next) return false;
    const { organization_id: organizationId, user_id: userId } = next;
    await manager.query(
      `DELETE FROM segment_checks WHERE id IN (SELECT id FROM segment_checks
         WHERE organization_id = $1 AND user_id = $2 FOR UPDATE SKIP LOCKED)`,
      [organizationId, userId],
    );
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `segments:${organizationId}:${userId}`,
    ]);
    const segments = await manager.query<EvaluatedSegment[]>(
      `SELECT id, organization_id AS "organizationId", audience FROM segments
        WHERE organization_id = $1 AND archived_at IS NULL AND cardinality(listens) > 0 ORDER BY id FOR SHARE`,
      [organizationId],
    );
    for (const segment of segments) await evaluateSegment(manager, segment, { userId });
    return true;
  });
}

/** Works out everybody in the segment that is due. False: none is. */
export function evaluateDueSegment(dataSource: DataSource): Promise<boolean> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const [segment] = await manager.query<EvaluatedSegment[]>(
      `SELECT id, organization_id AS "organizationId", audience FROM segments
        WHERE archived_at IS NULL AND next_full_at <= clock_timestamp()
        ORDER BY next_full_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!segment) return false;
    await evaluateSegment(manager, segment);
    await noteEvaluated(manager, segment.id);
    return true;
  });
}
