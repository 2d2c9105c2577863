import { Injectable } from '@nestjs/common';
import type { DraftEdit } from '@gradus/contracts';
import type { Operation } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { type Page, pageOf, readCursor } from '../../paging/page-cursor.ts';

const PAGE = 30;

/** What is kept of an edit. */
export interface EditToKeep {
  organizationId: string;
  automationId: string;
  editedBy: string;
  revisionBefore: number;
  operations: readonly Operation[];
  said: readonly string[];
}

interface EditRow {
  id: string;
  edited_at: Date;
  edited_by: string | null;
  own: boolean;
  revision_before: number;
  revision_after: number;
  said: string[];
  operations: DraftEdit['operations'];
}

/** The audit trail of drafts. */
@Injectable()
export class DraftEditsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Kept in the transaction that edits, so that no revision lacks its author. */
  async keep(manager: EntityManager, edit: EditToKeep): Promise<void> {
    await manager.query(
      `INSERT INTO draft_edits (organization_id, automation_id, edited_by, revision_before, revision_after, operations, said)
       VALUES ($1, $2, $3, $4, $4 + 1, $5, $6)`,
      [
        edit.organizationId,
        edit.automationId,
        edit.editedBy,
        edit.revisionBefore,
        JSON.stringify(edit.operations),
        edit.said,
      ],
    );
  }

  /** Newest first. */
  async list(
    { organizationId, userId }: Caller,
    automationId: string,
    cursor?: string,
  ): Promise<Page<DraftEdit>> {
    const [before] = readCursor(cursor);
    const rows = await this.dataSource.query<EditRow[]>(
      `SELECT e.id, e.edited_at, u.name AS edited_by, COALESCE(e.edited_by = $5, false) AS own, e.revision_before, e.revision_after, e.said, e.operations
         FROM draft_edits e LEFT JOIN users u ON u.id = e.edited_by
        WHERE e.organization_id = $1 AND e.automation_id = $2 AND ($3::int IS NULL OR e.revision_after < $3)
        ORDER BY e.revision_after DESC LIMIT $4`,
      [
        organizationId,
        automationId,
        before === null ? null : Number.parseInt(before, 10) || 0,
        PAGE + 1,
        userId,
      ],
    );
    return pageOf(rows, PAGE, toEdit, (row) => [String(row.revision_after), row.id]);
  }
}

function toEdit(row: EditRow): DraftEdit {
  return {
    id: row.id,
    editedAt: row.edited_at.toISOString(),
    editedBy: row.edited_by,
    own: row.own,
    revisionBefore: row.revision_before,
    revisionAfter: row.revision_after,
    said: row.said,
    operations: row.operations,
  };
}
