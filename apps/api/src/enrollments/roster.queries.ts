import { Injectable } from '@nestjs/common';
import type { EnrollmentState, RosterEntry } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { CERTIFICATE, JOURNEY_RUN } from './seat-columns.ts';

export interface RosterRow {
  id: string;
  user_id: string;
  name: string;
  email: string;
  state: EnrollmentState;
  progress: string;
  enrolled_at: Date;
  sort_key: string;
  completed_at: Date | null;
  simulated: boolean;
  run_id: string | null;
  certificate: RosterEntry['certificate'];
}

/** Who is in a course; with a pattern, those of that name or address. */
const WANTED = `e.organization_id = $1 AND e.course_id = $2
  AND ($3::text IS NULL OR EXISTS (SELECT 1 FROM users p
        WHERE p.id = e.user_id AND (p.name ILIKE $3 OR p.email ILIKE $3)))`;

@Injectable()
export class RosterQueries {
  constructor(private readonly dataSource: DataSource) {}

  async courseExists(organizationId: string, courseId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'SELECT 1 FROM courses WHERE id = $1 AND organization_id = $2',
      [courseId, organizationId],
    );
    return rows.length > 0;
  }

  /** How many the list has in all. */
  async count(organizationId: string, courseId: string, pattern: string | null): Promise<number> {
    const [found] = await this.dataSource.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM enrollments e WHERE ${WANTED}`,
      [organizationId, courseId, pattern],
    );
    return found.n;
  }

  /** Newest first. */
  list(
    organizationId: string,
    courseId: string,
    pattern: string | null,
    before: [string | null, string | null],
    limit: number,
  ): Promise<RosterRow[]> {
    return this.dataSource.query<RosterRow[]>(
      `SELECT e.id, e.user_id, u.name, u.email, e.state, e.progress_percentage AS progress, e.enrolled_at,
              e.enrolled_at::text AS sort_key, e.completed_at, e.simulated,
              ${JOURNEY_RUN} AS run_id, ${CERTIFICATE} AS certificate
         FROM enrollments e JOIN users u ON u.id = e.user_id
        WHERE ${WANTED}
          AND ($4::timestamptz IS NULL OR (e.enrolled_at, e.id) < ($4, $5::uuid))
        ORDER BY e.enrolled_at DESC, e.id DESC LIMIT $6`,
      [organizationId, courseId, pattern, ...before, limit + 1],
    );
  }
}
