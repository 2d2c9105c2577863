import { Injectable } from '@nestjs/common';
import { readCatalogue } from '@gradus/database';
import type { Catalogue, Definition, Layout } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';

export interface AutomationListRow {
  id: string;
  name: string;
  use: 'journey' | 'campaign';
  course_id: string | null;
  course_title: string | null;
  live_number: number | null;
  draft_changed: boolean;
  draft_saved_at: Date;
  archived_at: Date | null;
  called_by: string[];
  sort_key: string;
  running: number;
  blocked: number;
  finished: number;
}

export interface AutomationRow {
  id: string;
  name: string;
  use: 'journey' | 'campaign';
  course_id: string | null;
  course_title: string | null;
  draft_definition: Definition;
  draft_layout: Layout;
  draft_revision: number;
  draft_saved_at: Date;
  archived_at: Date | null;
  draft_changed: boolean;
  live_version_id: string | null;
  live_number: number | null;
  live_hash: string | null;
  live_published_at: Date | null;
  live_definition: Definition | null;
  live_layout: Layout | null;
  school_name: string;
  school_zone: string;
}

@Injectable()
export class AutomationsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first: those in use, or those put away. */
  list(
    organizationId: string,
    courseId: string | null,
    before: [string | null, string | null],
    limit: number,
    archived: boolean,
  ): Promise<AutomationListRow[]> {
    return this.dataSource.query<AutomationListRow[]>(
      `SELECT a.id, a.name, a.use, a.course_id, c.title AS course_title, v.number AS live_number,
              v.id IS NULL OR a.draft_definition - 'schemaVersion' <> v.definition - 'schemaVersion' AS draft_changed, a.draft_saved_at, a.archived_at,
              ARRAY(SELECT o.name FROM automations o JOIN automation_versions ov ON ov.id = o.live_version_id
                     WHERE o.organization_id = $1 AND o.archived_at IS NULL AND a.id = ANY(ov.calls) ORDER BY o.name) AS called_by,
              a.created_at::text AS sort_key, n.running, n.blocked, n.finished
         FROM automations a
         LEFT JOIN courses c ON c.id = a.course_id
         LEFT JOIN automation_versions v ON v.id = a.live_version_id
        CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE r.finished_at IS NULL AND r.condition <> 'blocked')::int AS running,
                     count(*) FILTER (WHERE r.finished_at IS NULL AND r.condition = 'blocked')::int AS blocked,
                     count(*) FILTER (WHERE r.finished_at IS NOT NULL)::int AS finished
                FROM runs r WHERE r.automation_id = a.id AND r.organization_id = $1) n
        WHERE a.organization_id = $1 AND ($2::uuid IS NULL OR a.course_id = $2)
          AND ($3::timestamptz IS NULL OR (a.created_at, a.id) < ($3, $4::uuid))
          AND (a.archived_at IS NOT NULL) = $6
        ORDER BY a.created_at DESC, a.id DESC LIMIT $5`,
      [organizationId, courseId, ...before, limit + 1, archived],
    );
  }

  async automation(
    organizationId: string,
    automationId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<AutomationRow | undefined> {
    const [row] = await manager.query<AutomationRow[]>(
      `SELECT a.id, a.name, a.use, a.course_id, c.title AS course_title, a.draft_definition, a.draft_layout,
              a.draft_revision, a.draft_saved_at, a.archived_at, v.id IS NULL OR a.draft_definition - 'schemaVersion' <> v.definition - 'schemaVersion' AS draft_changed,
              a.live_version_id, v.number AS live_number, v.hash AS live_hash, v.published_at AS live_published_at,
              v.definition AS live_definition, v.layout AS live_layout, o.name AS school_name, o.time_zone AS school_zone
         FROM automations a
         JOIN organizations o ON o.id = a.organization_id
         LEFT JOIN courses c ON c.id = a.course_id
         LEFT JOIN automation_versions v ON v.id = a.live_version_id
        WHERE a.id = $2 AND a.organization_id = $1`,
      [organizationId, automationId],
    );
    return row;
  }

  /** What its course and the school offer to its drawing now. */
  catalogue(organizationId: string, { id, course_id: courseId }: AutomationRow): Promise<Catalogue> {
    return readCatalogue(this.dataSource.manager, organizationId, courseId, null, id);
  }

  /** Locks a draft for editing; the lock is the automation's row. */
  async lockDraft(
    manager: EntityManager,
    organizationId: string,
    automationId: string,
  ): Promise<{ definition: Definition; layout: Layout; revision: number } | undefined> {
    const [row] = await manager.query<Array<{ definition: Definition; layout: Layout; revision: number }>>(
      `SELECT draft_definition AS definition, draft_layout AS layout, draft_revision AS revision
         FROM automations WHERE id = $2 AND organization_id = $1 FOR NO KEY UPDATE`,
      [organizationId, automationId],
    );
    return row;
  }

  async saveDraft(
    manager: EntityManager,
    organizationId: string,
    automationId: string,
    draft: { definition: Definition; layout: Layout },
  ): Promise<void> {
    await manager.query(
      `UPDATE automations SET draft_definition = $3, draft_layout = $4, draft_revision = draft_revision + 1,
              draft_saved_at = clock_timestamp() WHERE id = $2 AND organization_id = $1`,
      [organizationId, automationId, JSON.stringify(draft.definition), JSON.stringify(draft.layout)],
    );
  }

  /** How much each module of a course asks for, by key. */
  async moduleSizes(
    organizationId: string,
    courseId: string,
  ): Promise<Map<string, { lessons: number; maxAttempts: number | null }>> {
    const rows = await this.dataSource.query<
      Array<{ key: string; lessons: number; max_attempts: number | null }>
    >(
      `SELECT m.key, (SELECT count(*)::int FROM lessons l WHERE l.module_id = m.id AND l.required) AS lessons,
              (SELECT max(a.max_attempts) FROM assessments a WHERE a.module_id = m.id AND a.required) AS max_attempts
         FROM courses c JOIN modules m ON m.course_version_id = c.published_version_id
        WHERE c.id = $2 AND c.organization_id = $1`,
      [organizationId, courseId],
    );
    return new Map(
      rows.map(({ key, lessons, max_attempts: maxAttempts }) => [key, { lessons, maxAttempts }]),
    );
  }
}
