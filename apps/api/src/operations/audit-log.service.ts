import { Injectable, type StreamableFile } from '@nestjs/common';
import type { AuditChain, AuditEntry } from '@gradus/contracts';
import { checkAuditChain, linksOf } from '@gradus/database';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { fileOf } from '../http/file-of.ts';
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
  name: string | null;
  reason: string;
}

/** Rows about somebody, and about their place in a course where there is one. */
const OF_SOMEBODY = {
  credential: 'credentials',
  submission: 'submissions',
  order: 'orders',
  charge: 'charges',
  subscription: 'subscriptions',
  task: 'tasks',
};

const whose = ([kind, table]: [kind: string, table: string]) => `
  WHEN '${kind}' THEN (SELECT s.name || COALESCE(', ' || c.title, '') FROM ${table} t JOIN users s ON s.id = t.user_id
                         LEFT JOIN enrollments e ON e.id = t.enrollment_id LEFT JOIN courses c ON c.id = e.course_id
                        WHERE t.id = k.id AND t.organization_id = $1)`;

/** Whom or what it was about, by name, while that is still there. `k.id` is null where the subject is no row. */
const NAME = `CASE l.subject_kind
  WHEN 'run' THEN (SELECT s.name FROM runs r JOIN users s ON s.id = r.user_id
                    WHERE r.id = k.id AND r.organization_id = $1)
  WHEN 'enrollment' THEN (SELECT s.name || ', ' || c.title FROM enrollments e JOIN users s ON s.id = e.user_id
                            JOIN courses c ON c.id = e.course_id WHERE e.id = k.id AND e.organization_id = $1)
  WHEN 'segment' THEN (SELECT g.name FROM segments g WHERE g.id = k.id AND g.organization_id = $1)
  WHEN 'automation' THEN (SELECT a.name FROM automations a WHERE a.id = k.id AND a.organization_id = $1)
  WHEN 'course' THEN (SELECT c.title FROM courses c WHERE c.id = k.id AND c.organization_id = $1)
${Object.entries(OF_SOMEBODY).map(whose).join('')}
  ELSE (SELECT s.name FROM users s JOIN memberships m ON m.user_id = s.id
         WHERE l.subject_kind IN ('user', 'person') AND s.id = k.id AND m.organization_id = $1) END`;

/** Who did what to whom and why. */
@Injectable()
export class AuditLogService {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list({ organizationId }: Caller, cursor?: string): Promise<Page<AuditEntry>> {
    const [before] = readCursor(cursor);
    if (before !== null && !/^\d{1,18}$/.test(before)) throw new CursorInvalidError();
    const rows = await this.dataSource.query<AuditRow[]>(
      `SELECT l.id, l.seq, l.at, u.name AS actor, l.action, l.subject_kind, l.subject_id, l.reason, ${NAME} AS name
         FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id
        CROSS JOIN LATERAL (SELECT CASE WHEN l.subject_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                                        THEN l.subject_id::uuid END AS id) k
        WHERE l.organization_id = $1 AND ($2::bigint IS NULL OR l.seq < $2) ORDER BY l.seq DESC LIMIT $3`,
      [organizationId, before, PAGE + 1],
    );
    return pageOf(rows, PAGE, toEntry, (row) => [row.seq, row.id]);
  }

  readonly #checks = new Map<string, Promise<AuditChain>>();

  /** Works out the whole chain anew; for all who ask meanwhile once. */
  checkChain({ organizationId }: Caller): Promise<AuditChain> {
    const under = this.#checks.get(organizationId);
    if (under !== undefined) return under;
    const check = checkAuditChain(this.dataSource.manager, organizationId).finally(() =>
      this.#checks.delete(organizationId),
    );
    this.#checks.set(organizationId, check);
    return check;
  }

  /** All entries with their links, a line each, for whoever checks them elsewhere. */
  file({ organizationId }: Caller): StreamableFile {
    return fileOf(linesOf(this.dataSource.manager, organizationId), 'audit-log.jsonl');
  }
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor ?? 'Gradus',
    action: row.action,
    subject: `${row.subject_kind} ${row.subject_id}`,
    name: row.name,
    reason: row.reason,
  };
}

async function* linesOf(manager: EntityManager, organizationId: string): AsyncGenerator<string> {
  for await (const { position, hash, entry } of linksOf(manager, organizationId))
    yield `${JSON.stringify({ position, hash: hash.toString('hex'), entry })}\n`;
}
