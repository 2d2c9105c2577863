import { Injectable } from '@nestjs/common';
import type { Audience, SegmentDetail, SegmentMember } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { type Page, pageOf, readCursor, readTimeCursor } from '../paging/page-cursor.ts';

const PAGE = 50;

interface SegmentRow {
  id: string;
  name: string;
  audience: Audience;
  members: number;
  used_by: SegmentDetail['usedBy'];
  evaluated_at: Date | null;
  next_full_at: Date;
  created_at: Date;
}

/** Live drawings whose start names a segment: by its event, or by a date for its members. */
const USED_BY = `
SELECT a.id, a.name FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
 WHERE a.organization_id = s.organization_id AND a.archived_at IS NULL
   AND v.definition->'steps'->(v.definition->>'trigger')->'config'->'on' @? ('$.** ? (@ == "' || s.id::text || '")')::jsonpath`;

const SEGMENTS = `
SELECT s.id, s.name, s.audience, s.evaluated_at, s.next_full_at, s.created_at,
       (SELECT count(*)::int FROM segment_members m WHERE m.segment_id = s.id AND m.left_at IS NULL) AS members,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name)), '[]') FROM (${USED_BY}) x) AS used_by
  FROM segments s WHERE s.organization_id = $1 AND s.archived_at IS NULL`;

interface MemberRow {
  user_id: string;
  name: string;
  email: string;
  entered_at: Date;
  sort_key: string;
}

/** Segments and who belongs to them. */
@Injectable()
export class SegmentsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** By name. */
  async list(organizationId: string, cursor: string | undefined): Promise<Page<SegmentDetail>> {
    const rows = await this.dataSource.query<SegmentRow[]>(
      `${SEGMENTS} AND ($2::text IS NULL OR (s.name, s.id::text) > ($2, $3)) ORDER BY s.name, s.id LIMIT $4`,
      [organizationId, ...readCursor(cursor), PAGE + 1],
    );
    return pageOf(rows, PAGE, toDetail, (row) => [row.name, row.id]);
  }

  async detail(organizationId: string, segmentId: string): Promise<SegmentDetail | null> {
    const [row] = await this.dataSource.query<SegmentRow[]>(`${SEGMENTS} AND s.id = $2`, [
      organizationId,
      segmentId,
    ]);
    return row ? toDetail(row) : null;
  }

  /** Who came in last is first. */
  async members(
    organizationId: string,
    segmentId: string,
    cursor: string | undefined,
  ): Promise<Page<SegmentMember>> {
    const rows = await this.dataSource.query<MemberRow[]>(
      `SELECT m.user_id, u.name, u.email, m.entered_at, m.entered_at::text AS sort_key
         FROM segment_members m JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = $1 AND m.segment_id = $2 AND m.left_at IS NULL
          AND ($3::timestamptz IS NULL OR (m.entered_at, m.user_id) < ($3, $4::uuid))
        ORDER BY m.entered_at DESC, m.user_id DESC LIMIT $5`,
      [organizationId, segmentId, ...readTimeCursor(cursor), PAGE + 1],
    );
    return pageOf(rows, PAGE, toMember, (row) => [row.sort_key, row.user_id]);
  }
}

const toMember = (row: MemberRow): SegmentMember => ({
  userId: row.user_id,
  name: row.name,
  email: row.email,
  enteredAt: row.entered_at.toISOString(),
});

function toDetail(row: SegmentRow): SegmentDetail {
  return {
    id: row.id,
    name: row.name,
    audience: row.audience,
    members: row.members,
    usedBy: row.used_by,
    evaluatedAt: row.evaluated_at?.toISOString() ?? null,
    nextEvaluationAt: row.next_full_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  };
}
