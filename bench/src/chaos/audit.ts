import type pg from 'pg';
import type { End } from '../history/line.ts';

/** What the audit log tells of the orders of the office. The product does not chain its entries. */
export async function readAudit(db: pg.Pool): Promise<End['audit']> {
  const { rows } = await db.query<{ change: string }>(
    `SELECT a.action || ' ' || a.subject_id || ' ' || a.reason AS change
       FROM audit_log a JOIN users u ON u.id = a.actor_id WHERE u.email = 'ops@gradus.local' ORDER BY a.seq`,
  );
  return rows.map(({ change }) => ({ change, chain: null }));
}
