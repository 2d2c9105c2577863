import { Injectable } from '@nestjs/common';
import type { CourseVersionSummary } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { type Page, pageOf, readCursor } from '../../paging/page-cursor.ts';
import type { VersionContent } from './describe-changes.ts';

const PAGE = 20;

interface VersionRow {
  id: string;
  number: number;
  state: 'draft' | 'published';
  current: boolean;
  created_at: Date;
  published_at: Date | null;
  learners: number;
}

const VERSIONS = `
SELECT v.id, v.number, v.state, v.id = c.published_version_id AS current, v.created_at, v.published_at,
       (SELECT count(*)::int FROM enrollments e WHERE e.course_version_id = v.id AND e.organization_id = $1
           AND e.state IN ('invited', 'pending', 'active', 'paused')) AS learners
  FROM course_versions v JOIN courses c ON c.id = v.course_id
 WHERE v.organization_id = $1 AND v.course_id = $2`;

/** A version as data; texts by their hashes. `about` of one from before it was kept is what the course says. */
const CONTENT = `
SELECT COALESCE(v.about, CASE WHEN v.id = c.published_version_id THEN jsonb_build_object('title', c.title,
         'description', c.description, 'durationWeeks', c.duration_weeks,
         'price', jsonb_build_object('amount', c.price::text, 'currency', c.currency), 'credential', c.credential) END) AS about,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('key', p.key, 'title', p.title, 'summary', p.summary)
                                  ORDER BY p.position), '[]')
          FROM phases p WHERE p.course_version_id = v.id) AS phases,
       (SELECT COALESCE(jsonb_agg(m.content ORDER BY m.position), '[]') FROM (
          SELECT m.position, jsonb_build_object('key', m.key, 'title', m.title, 'position', m.position, 'phase', p.title,
                 'summary', m.summary, 'objectives', m.objectives,
                 'lessons', (SELECT COALESCE(jsonb_agg(jsonb_build_object('key', l.key, 'title', l.title,
                                      'minutes', l.minutes, 'text', md5(l.markdown)) ORDER BY l.position), '[]')
                               FROM lessons l WHERE l.module_id = m.id),
                 'assignment', (SELECT jsonb_build_object('key', a.key, 'title', a.title,
                                      'text', md5(a.instructions || r.criteria::text), 'pass', a.pass_percentage::float,
                                      'attempts', a.max_attempts, 'words', a.min_words)
                                  FROM assessments a JOIN rubrics r ON r.id = a.rubric_id
                                 WHERE a.module_id = m.id ORDER BY a.key LIMIT 1)) AS content
            FROM modules m JOIN phases p ON p.id = m.phase_id WHERE m.course_version_id = v.id) m) AS modules
  FROM course_versions v JOIN courses c ON c.id = v.course_id
 WHERE v.id = $3 AND v.course_id = $2 AND v.organization_id = $1`;

@Injectable()
export class CourseVersionsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined: there is no such course. */
  async published(organizationId: string, courseId: string): Promise<{ id: string | null } | undefined> {
    const [row] = await this.dataSource.query<Array<{ id: string | null }>>(
      'SELECT published_version_id AS id FROM courses WHERE id = $2 AND organization_id = $1',
      [organizationId, courseId],
    );
    return row;
  }

  /** Newest first. */
  async list(organizationId: string, courseId: string, cursor?: string): Promise<Page<CourseVersionSummary>> {
    const [before] = readCursor(cursor);
    const rows = await this.dataSource.query<VersionRow[]>(
      `${VERSIONS} AND ($3::int IS NULL OR v.number < $3) ORDER BY v.number DESC LIMIT $4`,
      [organizationId, courseId, before === null ? null : Number.parseInt(before, 10) || 0, PAGE + 1],
    );
    return pageOf(rows, PAGE, toSummary, (row) => [String(row.number), row.id]);
  }

  async version(
    organizationId: string,
    courseId: string,
    versionId: string,
  ): Promise<CourseVersionSummary | undefined> {
    const [row] = await this.dataSource.query<VersionRow[]>(`${VERSIONS} AND v.id = $3`, [
      organizationId,
      courseId,
      versionId,
    ]);
    return row && toSummary(row);
  }

  async content(
    organizationId: string,
    courseId: string,
    versionId: string,
  ): Promise<VersionContent | undefined> {
    const [row] = await this.dataSource.query<VersionContent[]>(CONTENT, [
      organizationId,
      courseId,
      versionId,
    ]);
    return row;
  }

  /** Keys of the modules that the live journey of the course opens, `*`: every one it has; null: it has no journey. */
  async openedByJourney(organizationId: string, courseId: string): Promise<string[] | null> {
    const [row] = await this.dataSource.query<Array<{ keys: string[] | null }>>(
      `SELECT (SELECT array_agg(DISTINCT key)
                 FROM (SELECT s.value->'config'->>'module' AS key
                         FROM jsonb_each(v.definition->'steps') s WHERE s.value->>'kind' = 'release'
                       UNION ALL
                       SELECT COALESCE(chosen, '*')
                         FROM jsonb_each(v.definition->'steps') s
                         LEFT JOIN LATERAL jsonb_array_elements_text(s.value->'config'->'modules'->'keys') AS chosen ON true
                        WHERE s.value->>'kind' = 'forEachModule') opened
                WHERE key <> '@current') AS keys
         FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
        WHERE a.organization_id = $1 AND a.course_id = $2 AND a.use = 'journey' AND a.archived_at IS NULL
        ORDER BY a.created_at LIMIT 1`,
      [organizationId, courseId],
    );
    return row ? (row.keys ?? []) : null;
  }
}

function toSummary(row: VersionRow): CourseVersionSummary {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    current: row.current,
    importedAt: row.created_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    learners: row.learners,
  };
}
