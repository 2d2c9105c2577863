import { Injectable } from '@nestjs/common';
import type { BulkDetail, BulkItem, BulkItemState } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { found } from '../access/ownership.ts';
import { CursorInvalidError, type Page, pageOf, readCursor, readTimeCursor } from '../paging/page-cursor.ts';

const PAGE = 50;

type DetailRow = Omit<BulkDetail, 'total' | 'createdAt' | 'endedAt'> & {
  chosen: boolean;
  createdAt: Date;
  endedAt: Date | null;
  sortKey: string;
};
type ItemRow = Omit<BulkItem, 'settledAt'> & { settledAt: Date | null };

const DETAILS = `
SELECT o.id, o.purpose, o.given AS order, o.target, o.automation_id AS "automationId", a.name AS "automationName", o.state,
       o.chosen_at IS NOT NULL AS chosen,
       (SELECT COALESCE(jsonb_object_agg(c.state, c.n), '{}') FROM (
          SELECT state, count(*)::int AS n FROM bulk_items i WHERE i.operation_id = o.id GROUP BY state) c) AS items,
       o.rate_per_second AS "ratePerSecond", u.name AS "requestedBy", o.reason, o.created_at AS "createdAt",
       o.ended_at AS "endedAt", o.created_at::text AS "sortKey"
  FROM bulk_operations o
  LEFT JOIN automations a ON a.id = o.automation_id
  LEFT JOIN users u ON u.id = o.requested_by
 WHERE o.organization_id = $1`;

const ITEMS = `
SELECT i.seq, i.run_id AS "runId", COALESCE(u.name, i.kind) AS who, u.email, i.step_id AS "stepId",
       COALESCE(v.definition->'steps'->i.step_id->>'title', i.step_id, '') AS where, i.state, i.detail,
       i.settled_at AS "settledAt"
  FROM bulk_items i
  LEFT JOIN runs r ON r.id = i.run_id
  LEFT JOIN automation_versions v ON v.id = r.version_id
  LEFT JOIN users u ON u.id = r.user_id
 WHERE i.organization_id = $1 AND i.operation_id = $2`;

const STATES: BulkItemState[] = ['waiting', 'sent', 'done', 'refused', 'skipped', 'unanswered'];

/** Bulk operations and their items as they are shown. */
@Injectable()
export class BulkQueries {
  constructor(private readonly dataSource: DataSource) {}

  async detail(organizationId: string, id: string): Promise<BulkDetail> {
    const [row] = await this.dataSource.query<DetailRow[]>(`${DETAILS} AND o.id = $2`, [organizationId, id]);
    return toDetail(found(row, 'bulk-operation'));
  }

  /** Newest first. */
  async list(organizationId: string, automationId?: string, cursor?: string): Promise<Page<BulkDetail>> {
    const rows = await this.dataSource.query<DetailRow[]>(
      `${DETAILS} AND ($2::uuid IS NULL OR o.automation_id = $2)
          AND ($3::timestamptz IS NULL OR (o.created_at, o.id) < ($3, $4::uuid))
        ORDER BY o.created_at DESC, o.id DESC LIMIT $5`,
      [organizationId, automationId ?? null, ...readTimeCursor(cursor), PAGE + 1],
    );
    return pageOf(rows, PAGE, toDetail, (row) => [row.sortKey, row.id]);
  }

  /** In the order of their turns. */
  async items(
    organizationId: string,
    id: string,
    state: BulkItemState | undefined,
    cursor: string | undefined,
  ): Promise<Page<BulkItem>> {
    await this.detail(organizationId, id);
    const [after] = readCursor(cursor);
    if (after !== null && !/^\d{1,9}$/.test(after)) throw new CursorInvalidError();
    const rows = await this.after(organizationId, id, Number(after ?? 0), PAGE + 1, state);
    return pageOf(
      rows,
      PAGE,
      (row) => row,
      (row) => [String(row.seq), id],
    );
  }

  /** So many items after the one with this number. */
  async after(
    organizationId: string,
    id: string,
    seq: number,
    limit: number,
    state?: BulkItemState,
  ): Promise<BulkItem[]> {
    const rows = await this.dataSource.query<ItemRow[]>(
      `${ITEMS} AND i.seq > $3 AND ($4::text IS NULL OR i.state = $4) ORDER BY i.seq LIMIT $5`,
      [organizationId, id, seq, state ?? null, limit],
    );
    return rows.map((row) => ({ ...row, settledAt: row.settledAt?.toISOString() ?? null }));
  }
}

function toDetail({ sortKey: _sortKey, chosen, ...row }: DetailRow): BulkDetail {
  const items = Object.fromEntries(STATES.map((state) => [state, row.items[state] ?? 0]));
  return {
    ...row,
    total: chosen ? Object.values(row.items).reduce((sum, count) => sum + count, 0) : null,
    items: items as BulkDetail['items'],
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
