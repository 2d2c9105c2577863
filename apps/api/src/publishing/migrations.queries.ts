import { Injectable } from '@nestjs/common';
import type { MigrationDetail, MigrationItem, MigrationItemState } from '@gradus/contracts';
import type { MigrationPlan, Move } from '@gradus/flow';
import { DataSource } from 'typeorm';
import { found } from '../access/ownership.ts';
import { requireAutomation } from '../automations/require-automation.ts';
import { type Page, pageOf, readCursor, readTimeCursor } from '../paging/page-cursor.ts';

const PAGE = 50;

type DetailRow = Omit<
  MigrationDetail,
  'total' | 'createdAt' | 'endedAt' | 'scope' | 'steps' | 'spreadMinutes'
> & {
  plan: MigrationPlan;
  prepared: boolean;
  createdAt: Date;
  endedAt: Date | null;
  sortKey: string;
};
type ItemRow = Omit<MigrationItem, 'settledAt' | 'moves'> & {
  moves: Move[] | null;
  settledAt: Date | null;
};

const DETAILS = `
SELECT g.id, g.automation_id AS "automationId", g.version_id AS "versionId", v.number AS version, g.plan,
       g.runs_per_second AS "runsPerSecond", cardinality(g.only_run_ids) AS chosen, g.state,
       g.stopped_because AS "stoppedBecause", u.name AS "requestedBy",
       g.prepared_at IS NOT NULL AS prepared,
       (SELECT COALESCE(jsonb_object_agg(c.state, c.n), '{}') FROM (
          SELECT state, count(*)::int AS n FROM run_migration_items i WHERE i.migration_id = g.id GROUP BY state) c) AS items,
       g.created_at AS "createdAt", g.ended_at AS "endedAt", g.created_at::text AS "sortKey"
  FROM run_migrations g
  JOIN automation_versions v ON v.id = g.version_id
  LEFT JOIN users u ON u.id = g.requested_by
 WHERE g.organization_id = $1`;

const STATES: MigrationItemState[] = ['planned', 'sent', 'done', 'refused', 'failed', 'skipped'];

/** Migrations and what became of each run, as they are shown. */
@Injectable()
export class MigrationsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async detail(organizationId: string, id: string): Promise<MigrationDetail> {
    const [row] = await this.dataSource.query<DetailRow[]>(`${DETAILS} AND g.id = $2`, [organizationId, id]);
    return toDetail(found(row, 'migration'));
  }

  /** Newest first. */
  async list(organizationId: string, automationId: string, cursor?: string): Promise<Page<MigrationDetail>> {
    await requireAutomation(this.dataSource.manager, organizationId, automationId);
    const rows = await this.dataSource.query<DetailRow[]>(
      `${DETAILS} AND g.automation_id = $2 AND ($3::timestamptz IS NULL OR (g.created_at, g.id) < ($3, $4::uuid))
        ORDER BY g.created_at DESC, g.id DESC LIMIT $5`,
      [organizationId, automationId, ...readTimeCursor(cursor), PAGE + 1],
    );
    return pageOf(rows, PAGE, toDetail, (row) => [row.sortKey, row.id]);
  }

  /** By name. */
  async items(
    organizationId: string,
    id: string,
    state: MigrationItemState | undefined,
    cursor: string | undefined,
  ): Promise<Page<MigrationItem>> {
    await this.detail(organizationId, id);
    const rows = await this.dataSource.query<ItemRow[]>(
      `SELECT i.run_id AS "runId", u.name AS who, v.number AS "fromVersion", i.state, i.moves, COALESCE(i.detail, '') AS detail,
              i.settled_at AS "settledAt"
         FROM run_migration_items i
         JOIN runs r ON r.id = i.run_id
         JOIN users u ON u.id = r.user_id
         JOIN automation_versions v ON v.id = i.from_version_id
        WHERE i.organization_id = $1 AND i.migration_id = $2 AND ($3::text IS NULL OR i.state = $3)
          AND ($4::text IS NULL OR (left(u.name, 100), i.run_id::text) > ($4, $5))
        ORDER BY left(u.name, 100), i.run_id::text LIMIT $6`,
      [organizationId, id, state ?? null, ...readCursor(cursor), PAGE + 1],
    );
    return pageOf(rows, PAGE, toItem, (row) => [row.who.slice(0, 100), row.runId]);
  }
}

function toDetail({ sortKey: _sortKey, plan, prepared, ...row }: DetailRow): MigrationDetail {
  const items = Object.fromEntries(STATES.map((state) => [state, row.items[state] ?? 0]));
  return {
    ...row,
    total: prepared ? Object.values(row.items).reduce((sum, count) => sum + count, 0) : null,
    scope: plan.scope,
    steps: plan.steps,
    spreadMinutes: plan.spreadMinutes,
    items: items as MigrationDetail['items'],
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function toItem({ moves, settledAt, ...row }: ItemRow): MigrationItem {
  return {
    ...row,
    moves: (moves ?? []).map(({ did }) => did),
    settledAt: settledAt?.toISOString() ?? null,
  };
}
