import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** Where a verifier reads whether a credential was revoked. */
export interface StatusPlace {
  listId: string;
  index: number;
}

/** How many places are drawn at once. A list in which all of them are taken is full enough to begin another. */
const DRAWN = 20;

/** A place that is free, drawn at random, so that neighbours in the list have nothing to do with each other. */
async function drawPlace(
  manager: EntityManager,
  organizationId: string,
  places: number,
): Promise<StatusPlace> {
  const drawn = Array.from({ length: DRAWN }, () => randomInt(places));
  const [free] = await manager.query<StatusPlace[]>(
    `SELECT l.id AS "listId", i AS index
       FROM (SELECT id FROM status_lists WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1) l,
            unnest($2::int[]) i
      WHERE NOT EXISTS (SELECT 1 FROM credentials c WHERE c.status_list_id = l.id AND c.status_index = i) LIMIT 1`,
    [organizationId, drawn],
  );
  if (free) return free;
  const [list] = await manager.query<[{ id: string }]>(
    'INSERT INTO status_lists (organization_id) VALUES ($1) RETURNING id',
    [organizationId],
  );
  return { listId: list.id, index: drawn[0]! };
}

/**
 * Gives a credential that is about to be signed its place in a status list of its school; asked again, it is the same one.
 *
 * @param places how many a list has
 * @throws QueryFailedError when somebody else was given the same place in that moment: try again
 */
export async function placeInStatusList(
  manager: EntityManager,
  organizationId: string,
  credentialId: string,
  places: number,
): Promise<StatusPlace> {
  const [row] = await manager.query<Array<{ listId: string | null; index: number }>>(
    `SELECT status_list_id AS "listId", status_index AS index FROM credentials
      WHERE id = $2 AND organization_id = $1 FOR NO KEY UPDATE`,
    [organizationId, credentialId],
  );
  if (row?.listId) return { listId: row.listId, index: row.index };
  const place = await drawPlace(manager, organizationId, places);
  await manager.query(
    'UPDATE credentials SET status_list_id = $3, status_index = $4 WHERE id = $2 AND organization_id = $1',
    [organizationId, credentialId, place.listId, place.index],
  );
  return place;
}
