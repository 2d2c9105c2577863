import { Injectable } from '@nestjs/common';
import type { AdmissionDetail, AdmissionOutcome, AdmissionState, AdmittedPerson } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { found } from '../access/ownership.ts';
import { type Page, pageOf, readCursor, readTimeCursor } from '../paging/page-cursor.ts';

const PAGE = 25;
const PEOPLE_PAGE = 100;

interface AdmissionListRow {
  id: string;
  cause: AdmissionDetail['cause'];
  state: AdmissionState;
  rate_per_minute: number;
  requested_by: string | null;
  reason: string;
  created_at: Date;
  sort_key: string;
  ended_at: Date | null;
  outcomes: Partial<Record<AdmissionOutcome | 'left', number>>;
}

const ADMISSIONS = `
SELECT a.id, a.cause, a.state, a.rate_per_minute, u.name AS requested_by, a.reason, a.created_at,
       a.created_at::text AS sort_key, a.ended_at, COALESCE(items.outcomes, '{}') AS outcomes
  FROM admissions a
  LEFT JOIN users u ON u.id = a.requested_by
  LEFT JOIN LATERAL (SELECT jsonb_object_agg(x.outcome, x.n) AS outcomes FROM (
         SELECT COALESCE(i.outcome, 'left') AS outcome, count(*)::int AS n FROM admission_items i
          WHERE i.admission_id = a.id GROUP BY 1) x) AS items ON true
 WHERE a.organization_id = $1 AND a.automation_id = $2`;

/** Admissions as they are shown. */
@Injectable()
export class AdmissionsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(
    organizationId: string,
    automationId: string,
    cursor: string | undefined,
  ): Promise<Page<AdmissionDetail>> {
    const rows = await this.dataSource.query<AdmissionListRow[]>(
      `${ADMISSIONS} AND ($3::timestamptz IS NULL OR (a.created_at, a.id) < ($3, $4::uuid))
        ORDER BY a.created_at DESC, a.id DESC LIMIT $5`,
      [organizationId, automationId, ...readTimeCursor(cursor), PAGE + 1],
    );
    const toItem = (row: AdmissionListRow) => toDetail(automationId, row);
    return pageOf(rows, PAGE, toItem, (row) => [row.sort_key, row.id]);
  }

  async detail(organizationId: string, automationId: string, admissionId: string): Promise<AdmissionDetail> {
    const [row] = await this.dataSource.query<AdmissionListRow[]>(`${ADMISSIONS} AND a.id = $3`, [
      organizationId,
      automationId,
      admissionId,
    ]);
    return toDetail(automationId, found(row, 'admission'));
  }

  /** In the order they are let in. */
  async people(
    organizationId: string,
    automationId: string,
    admissionId: string,
    cursor: string | undefined,
  ): Promise<Page<AdmittedPerson>> {
    await this.detail(organizationId, automationId, admissionId);
    const [after] = readCursor(cursor);
    const rows = await this.dataSource.query<AdmittedPerson[]>(
      `SELECT i.seq, i.user_id AS "userId", COALESCE(u.name, '') AS name, COALESCE(u.email, i.label, '') AS email,
              i.outcome, i.run_id AS "runId", i.detail
         FROM admission_items i LEFT JOIN users u ON u.id = i.user_id
        WHERE i.organization_id = $1 AND i.admission_id = $2 AND i.seq > $3 ORDER BY i.seq LIMIT $4`,
      [organizationId, admissionId, after === null ? 0 : Number.parseInt(after, 10) || 0, PEOPLE_PAGE + 1],
    );
    return pageOf(
      rows,
      PEOPLE_PAGE,
      (row) => row,
      (row) => [String(row.seq), admissionId],
    );
  }
}

function toDetail(automationId: string, row: AdmissionListRow): AdmissionDetail {
  const { left = 0, ...outcomes } = row.outcomes;
  const settled = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return {
    id: row.id,
    automationId,
    cause: row.cause,
    state: row.state,
    total: settled + left,
    left,
    outcomes: { ...NONE, ...outcomes },
    ratePerMinute: row.rate_per_minute,
    requestedBy: row.requested_by,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

const NONE: Record<AdmissionOutcome, number> = {
  started: 0,
  marked: 0,
  inside: 0,
  'entered-before': 0,
  suppressed: 0,
  unknown: 0,
  failed: 0,
};
