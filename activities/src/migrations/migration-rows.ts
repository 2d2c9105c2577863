import type { EntityManager } from 'typeorm';

export interface MigrationRow {
  id: string;
  organizationId: string;
  automationId: string;
  versionId: string;
  onlyRunIds: string[] | null;
  runsPerSecond: number;
  state: 'running' | 'paused' | 'stopped' | 'done';
  preparedAt: Date | null;
}

/** So many runs, in seconds of its rate, may have their row and not have taken it yet. */
const WINDOW_SECONDS = 5;
/** A run that has not taken its row by then does not hold up the others any longer. */
const STUCK = `interval '1 minute'`;

/** The key of a migration's row in a run's inbox: one, however often it is sent. */
const KEY = `'migration:' || $1::text`;

/** Reads a migration under its lock: one pass at a time, and no stop between reading and sending. */
export async function lockMigration(manager: EntityManager, migrationId: string): Promise<MigrationRow> {
  await manager.query(
    `SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '8s', true)`,
  );
  const [row] = await manager.query<MigrationRow[]>(
    `SELECT id, organization_id AS "organizationId", automation_id AS "automationId", version_id AS "versionId",
            only_run_ids AS "onlyRunIds", runs_per_second AS "runsPerSecond", state, prepared_at AS "preparedAt"
       FROM run_migrations WHERE id = $1 FOR NO KEY UPDATE`,
    [migrationId],
  );
  if (!row) throw new Error(`No migration ${migrationId}.`);
  return row;
}

/** Lists everybody who is inside another version and not listed yet. Answers how many were added. */
export async function listRuns(manager: EntityManager, migration: MigrationRow): Promise<number> {
  const added = await manager.query<unknown[]>(
    `INSERT INTO run_migration_items (migration_id, run_id, organization_id, from_version_id)
     SELECT g.id, r.id, r.organization_id, r.version_id
       FROM run_migrations g
       JOIN runs r ON r.organization_id = g.organization_id AND r.automation_id = g.automation_id AND r.finished_at IS NULL
      WHERE g.id = $1 AND (g.only_run_ids IS NULL OR r.id = ANY(g.only_run_ids))
        AND (r.version_id <> g.version_id OR cardinality(r.beside_version_ids) > 0)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [migration.id],
  );
  await manager.query(
    'UPDATE run_migrations SET prepared_at = COALESCE(prepared_at, clock_timestamp()) WHERE id = $1',
    [migration.id],
  );
  return added.length;
}

/** Takes what the runs' own turns have answered. Answers how many. */
export async function settleTaken(manager: EntityManager, migration: MigrationRow): Promise<number> {
  const [, settled] = await manager.query<[unknown[], number]>(
    `UPDATE run_migration_items t SET settled_at = i.taken_at, detail = left(i.outcome->>'detail', 500),
            moves = i.outcome->'moves',
            state = CASE WHEN i.outcome->>'error' = 'true' THEN 'failed'
                         WHEN i.outcome->>'accepted' = 'true' THEN 'done' ELSE 'refused' END
       FROM inbox i
      WHERE t.migration_id = $1 AND t.state = 'sent' AND i.run_id = t.run_id AND i.key = ${KEY} AND i.taken_at IS NOT NULL`,
    [migration.id],
  );
  return settled;
}

/** Writes the inbox rows of as many runs as the rate and the window allow. Answers which, to be rung after the commit. */
export async function sendNext(manager: EntityManager, migration: MigrationRow): Promise<string[]> {
  await manager.query(
    `UPDATE run_migration_items t SET state = 'skipped', settled_at = clock_timestamp(),
            detail = 'The run ended before it was its turn.'
       FROM runs r WHERE t.migration_id = $1 AND t.state = 'planned' AND r.id = t.run_id AND r.finished_at IS NOT NULL`,
    [migration.id],
  );
  const rows = await manager.query<Array<{ run_id: string }>>(
    `WITH room AS (
       SELECT LEAST($2::int, $2::int * ${WINDOW_SECONDS} - count(*)) AS n FROM run_migration_items
        WHERE migration_id = $1 AND state = 'sent' AND sent_at > clock_timestamp() - ${STUCK}),
     chosen AS (
       SELECT run_id FROM run_migration_items WHERE migration_id = $1 AND state = 'planned'
        ORDER BY run_id LIMIT (SELECT GREATEST(n, 0) FROM room)),
     written AS (
       INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
       SELECT $3::uuid, run_id, 'migrate', ${KEY}, 'migrate', jsonb_build_object('migrationId', $1::text), clock_timestamp()
         FROM chosen
       ON CONFLICT (run_id, key) DO NOTHING),
     told AS (
       UPDATE run_migration_items t SET state = 'sent', sent_at = clock_timestamp()
         FROM chosen WHERE t.migration_id = $1 AND t.run_id = chosen.run_id RETURNING t.run_id)
     SELECT run_id FROM told`,
    [migration.id, migration.runsPerSecond, migration.organizationId],
  );
  return rows.map((row) => row.run_id);
}

/** How many have still to be sent, and how many were sent and have not taken their row. */
export async function standing(
  manager: EntityManager,
  migration: MigrationRow,
): Promise<{ planned: number; sent: number }> {
  const [row] = await manager.query<[{ planned: number; sent: number }]>(
    `SELECT count(*) FILTER (WHERE state = 'planned')::int AS planned, count(*) FILTER (WHERE state = 'sent')::int AS sent
       FROM run_migration_items WHERE migration_id = $1 AND state IN ('planned', 'sent')`,
    [migration.id],
  );
  return row;
}
