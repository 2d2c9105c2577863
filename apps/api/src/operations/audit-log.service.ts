import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { CursorInvalidError, type Page, pageOf, readCursor } from '../paging/page-cursor.ts';

const PAGE = 50;

interface AuditRow {
  id: string;
  seq: string;
  at: Date;
  actor: string | null;
  action: string;
  subject_kind: string;
  subject_id: string;
  reason: string;
}

/** Who did what to whom and why. */
@Injectable()
export class AuditLogService {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list({ organizationId }: Caller, cursor?: string): Promise<Page<AuditEntry>> {
    const [before] = readCursor(cursor);
    if (before !== null && !/^\d{1,18}$/.test(before)) throw new CursorInvalidError();
    const rows = await this.dataSource.query<AuditRow[]>(
      `SELECT l.id, l.seq, l.at, u.name AS actor, l.action, l.subject_kind, l.subject_id, l.reason
         FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id
        WHERE l.organization_id = $1 AND ($2::bigint IS NULL OR l.seq < $2) ORDER BY l.seq DESC LIMIT $3`,
      [organizationId, before, PAGE + 1],
    );
    return pageOf(rows, PAGE, toEntry, (row) => [row.seq, row.id]);
  }
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor ?? 'Gradus',
    action: row.action,
    subject: `${row.subject_kind} ${row.subject_id}`,
    reason: row.reason,
  };
}
