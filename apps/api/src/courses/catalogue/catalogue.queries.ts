import { Injectable } from '@nestjs/common';
import type { EnrollmentState } from '@gradus/contracts';
import { DataSource } from 'typeorm';

export interface CourseRow {
  id: string;
  key: string;
  title: string;
  description: string | null;
  duration_weeks: number | null;
  price: string | null;
  currency: string;
  credential: { name: string };
  published_version_id: string;
  module_count: number;
  enrollment_id: string | null;
  state: EnrollmentState | null;
  progress: string | null;
  created_at: string;
}

export interface OutlineRow {
  phase_key: string;
  phase_title: string;
  phase_summary: string;
  id: string;
  key: string;
  position: number;
  title: string;
  summary: string;
  objectives: string[];
  assignment_title: string | null;
  lessons: Array<{ id: string; key: string; title: string; minutes: number }>;
}

/** Published courses of an organization, each with the reader's own enrollment: the open one, else the latest. */
const COURSES = `
SELECT c.id, c.key, c.title, c.description, c.duration_weeks, c.price, c.currency, c.credential,
       c.published_version_id, c.created_at::text AS created_at,
       (SELECT count(*)::int FROM modules m WHERE m.course_version_id = c.published_version_id) AS module_count,
       e.id AS enrollment_id, e.state, e.progress_percentage AS progress
  FROM courses c
  LEFT JOIN LATERAL (
       SELECT id, state, progress_percentage FROM enrollments
        WHERE course_id = c.id AND user_id = $2::uuid AND organization_id = $1
        ORDER BY state IN ('invited','pending','active','paused','completed') DESC, created_at DESC LIMIT 1) e ON true
 WHERE c.organization_id = $1 AND c.published_version_id IS NOT NULL`;

@Injectable()
export class CatalogueQueries {
  constructor(private readonly dataSource: DataSource) {}

  list(
    organizationId: string,
    readerId: string | null,
    after: [string | null, string | null],
    limit: number,
  ): Promise<CourseRow[]> {
    return this.dataSource.query<CourseRow[]>(
      `${COURSES} AND ($3::timestamptz IS NULL OR (c.created_at, c.id) > ($3, $4::uuid))
       ORDER BY c.created_at, c.id LIMIT $5`,
      [organizationId, readerId, ...after, limit + 1],
    );
  }

  async course(organizationId: string, readerId: string | null, courseId: string): Promise<CourseRow | null> {
    const [row] = await this.dataSource.query<CourseRow[]>(`${COURSES} AND c.id = $3`, [
      organizationId,
      readerId,
      courseId,
    ]);
    return row ?? null;
  }

  /** The outline of a version without its texts, in course order. */
  outline(organizationId: string, courseVersionId: string): Promise<OutlineRow[]> {
    return this.dataSource.query<OutlineRow[]>(
      `SELECT p.key AS phase_key, p.title AS phase_title, p.summary AS phase_summary,
              m.id, m.key, m.position, m.title, m.summary, m.objectives,
              (SELECT a.title FROM assessments a WHERE a.module_id = m.id ORDER BY a.key LIMIT 1) AS assignment_title,
              (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', l.id, 'key', l.key, 'title', l.title,
                                                            'minutes', l.minutes) ORDER BY l.position), '[]')
                 FROM lessons l WHERE l.module_id = m.id) AS lessons
         FROM modules m JOIN phases p ON p.id = m.phase_id
        WHERE m.course_version_id = $2 AND m.organization_id = $1 ORDER BY m.position`,
      [organizationId, courseVersionId],
    );
  }

  async journeyOf(organizationId: string, courseId: string): Promise<string | null> {
    const [row] = await this.dataSource.query<Array<{ id: string }>>(
      `SELECT id FROM automations WHERE organization_id = $1 AND course_id = $2 AND use = 'journey'
        ORDER BY created_at LIMIT 1`,
      [organizationId, courseId],
    );
    return row?.id ?? null;
  }
}
