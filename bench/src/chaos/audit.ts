import { NO_LINK, linkOf, linksOf } from '@gradus/database/auditing';
import type pg from 'pg';
import type { End } from '../history/line.ts';

/** The whole audit log of the office's school, link by link; changes are told of where the office has ordered them. */
export async function readAudit(db: pg.Pool): Promise<End['audit']> {
  const { rows } = await db.query<{ school: string; office: string }>(
    `SELECT m.organization_id AS school, u.id AS office FROM users u JOIN memberships m ON m.user_id = u.id
      WHERE u.email = 'ops@gradus.local'`,
  );
  const { school, office } = rows[0]!;
  const reader = {
    query: async <Rows>(statement: string, values?: unknown[]) =>
      (await db.query(statement, values)).rows as Rows,
  };
  const audit: End['audit'] = [];
  let previous: Buffer | null = null;
  for await (const { hash, entry } of linksOf(reader, school)) {
    audit.push({
      change: entry.actor === office ? `${entry.action} ${entry.subjectId} ${entry.reason}` : null,
      chain: {
        hash: hash.toString('hex'),
        previous: previous?.toString('hex') ?? null,
        recomputed: linkOf(previous ?? NO_LINK, entry).toString('hex'),
      },
    });
    previous = hash;
  }
  return audit;
}
