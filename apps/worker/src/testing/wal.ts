import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** What one kind of record of one table cost in the write-ahead log. */
export interface WalPart {
  table: string;
  /** The index; null: the table itself. */
  index: string | null;
  /** As `Heap HOT_UPDATE`. */
  kind: string;
  records: number;
  bytes: number;
}

/**
 * What this database writes to the log while `work` is done, by relation and kind of record, without full-page images (they
 * tell how far away the last checkpoint is, not what the work costs). Other databases of the same server do not count. No
 * checkpoint takes it away before it is read: a slot keeps it, which ends with its connection at the latest.
 */
export async function walOf(dataSource: DataSource, work: () => Promise<unknown>): Promise<WalPart[]> {
  const slot = `reading_${randomUUID().replaceAll('-', '_')}`;
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query('SELECT pg_create_physical_replication_slot($1, true, true)', [slot]);
    const from = await lsnNow(dataSource);
    await work();
    const to = await lsnNow(dataSource);
    await flush(dataSource);
    const parts = await partsBetween(dataSource, from, to);
    await holder.query('SELECT pg_drop_replication_slot($1)', [slot]);
    return parts;
  } finally {
    await holder.release();
  }
}

async function lsnNow(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<[{ lsn: string }]>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
  return row.lsn;
}

/** Only what has reached the disk is read, and a test database commits without waiting for it. */
async function flush(dataSource: DataSource): Promise<void> {
  await dataSource.query("SELECT pg_logical_emit_message(false, 'reading', '', true)");
}

async function partsBetween(dataSource: DataSource, from: string, to: string): Promise<WalPart[]> {
  await dataSource.query('CREATE EXTENSION IF NOT EXISTS pg_walinspect');
  const rows = await dataSource.query<Array<Omit<WalPart, 'bytes'> & { bytes: string }>>(
    `WITH records AS MATERIALIZED (
       SELECT min(relfilenode) AS node, min(resource_manager || ' ' || record_type) AS kind,
              max(record_length) - sum(block_fpi_length) AS bytes
         FROM pg_get_wal_block_info($1::pg_lsn, $2::pg_lsn, false)
        WHERE reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
        GROUP BY start_lsn)
     SELECT COALESCE(t.relname, c.relname) AS "table", CASE WHEN t.oid IS NOT NULL THEN pg_get_indexdef(c.oid) END AS "index",
            kind, count(*)::int AS records, sum(bytes) AS bytes
       FROM records JOIN pg_class c ON pg_relation_filenode(c.oid) = node AND c.relnamespace = 'public'::regnamespace
       LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = i.indrelid
      GROUP BY 1, 2, 3 ORDER BY 5 DESC`,
    [from, to],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}
