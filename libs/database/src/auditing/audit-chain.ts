import type { DataSource, EntityManager } from 'typeorm';
import { type ChainedEntry, NO_LINK, linkOf } from './link.ts';

export { NO_LINK, linkOf } from './link.ts';

/** Entries that are chained, or read, at a time. */
const PAGE = 500;

const ENTRY = `
l.id, l.seq, l.organization_id AS organization, l.actor_id AS actor, l.action, l.subject_kind AS "subjectKind",
l.subject_id AS "subjectId", l.reason, l.data, to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`;

/** A link as it is kept. */
export interface KeptLink {
  position: number;
  hash: Buffer;
  entry: ChainedEntry;
}

/** What the chain of a school comes to. */
export interface ChainState {
  /** Entries that are chained. */
  entries: number;
  /** Entries that came just now and are not chained yet. */
  waiting: number;
  /** The newest link, 64 hex digits; null: nothing is chained yet. Kept elsewhere it proves later that nothing was cut off. */
  head: string | null;
  /** The first place at which an entry or a link is not what was written, or is missing; null: it is unbroken. */
  brokenAt: number | null;
}

/**
 * Chains what has come into the audit log of some school: each entry gets the next position and its link. Those who write
 * entries never wait for one another; the order is the one in which entries came to be seen. Several workers share the work.
 * False: there was nothing to chain.
 */
export function chainAudit(dataSource: DataSource): Promise<boolean> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const [school] = await manager.query<Array<{ id: string }>>(
      `SELECT o.id FROM organizations o
        WHERE EXISTS (SELECT 1 FROM audit_log l WHERE l.organization_id = o.id AND l.chain_position IS NULL)
        LIMIT 1 FOR NO KEY UPDATE OF o SKIP LOCKED`,
    );
    if (!school) return false;
    const [last] = await manager.query<Array<{ position: string; hash: Buffer }>>(
      `SELECT chain_position AS position, chain_hash AS hash FROM audit_log
        WHERE organization_id = $1 AND chain_position IS NOT NULL ORDER BY chain_position DESC LIMIT 1`,
      [school.id],
    );
    const entries = await manager.query<ChainedEntry[]>(
      `SELECT ${ENTRY} FROM audit_log l WHERE l.organization_id = $1 AND l.chain_position IS NULL ORDER BY l.seq LIMIT ${PAGE}`,
      [school.id],
    );
    let hash = last?.hash ?? NO_LINK;
    const links = entries.map((entry) => (hash = linkOf(hash, entry)));
    await manager.query(
      `UPDATE audit_log l SET chain_position = $2::bigint + n.at, chain_hash = n.hash
         FROM unnest($3::uuid[], $4::bytea[]) WITH ORDINALITY AS n(id, hash, at)
        WHERE l.id = n.id AND l.organization_id = $1`,
      [school.id, last?.position ?? '0', entries.map(({ id }) => id), links],
    );
    return entries.length > 0;
  });
}

/** All links of a school in order, read some hundred at a time. */
export async function* linksOf(
  manager: Pick<EntityManager, 'query'>,
  organizationId: string,
): AsyncGenerator<KeptLink> {
  for (let after = '0'; ;) {
    const rows = await manager.query<Array<ChainedEntry & { position: string; hash: Buffer }>>(
      `SELECT ${ENTRY}, l.chain_position AS position, l.chain_hash AS hash FROM audit_log l
        WHERE l.organization_id = $1 AND l.chain_position > $2 ORDER BY l.chain_position LIMIT ${PAGE}`,
      [organizationId, after],
    );
    for (const { position, hash, ...entry } of rows) yield { position: Number(position), hash, entry };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

interface KnownHead {
  entries: number;
  head: Buffer;
}

/** How far the chain went, and to which link, in the last night in which it was whole. Null: there was none. */
async function lastKnown(manager: EntityManager, organizationId: string): Promise<KnownHead | null> {
  const [known] = await manager.query<KnownHead[]>(
    `SELECT audit_entries AS entries, audit_head AS head FROM number_checks
      WHERE organization_id = $1 AND audit_head IS NOT NULL ORDER BY at DESC LIMIT 1`,
    [organizationId],
  );
  return known ?? null;
}

/**
 * Works out every link of a school anew and compares it with what is kept; what the last night knew has to be there still, so
 * that an end that was cut off shows as well.
 */
export async function checkAuditChain(manager: EntityManager, organizationId: string): Promise<ChainState> {
  const [{ waiting }] = await manager.query<[{ waiting: number }]>(
    'SELECT count(*)::int AS waiting FROM audit_log WHERE organization_id = $1 AND chain_position IS NULL',
    [organizationId],
  );
  const known = await lastKnown(manager, organizationId);
  let previous = NO_LINK;
  let entries = 0;
  let brokenAt: number | null = null;
  for await (const { position, hash, entry } of linksOf(manager, organizationId)) {
    entries += 1;
    const asKnown = position !== known?.entries || hash.equals(known.head);
    if (position !== entries || !asKnown || !linkOf(previous, entry).equals(hash))
      brokenAt ??= Math.min(position, entries);
    previous = hash;
  }
  if (known !== null && entries < known.entries) brokenAt ??= entries + 1;
  return { entries, waiting, head: entries === 0 ? null : previous.toString('hex'), brokenAt };
}
