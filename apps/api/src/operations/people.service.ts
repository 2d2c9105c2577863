import { Injectable } from '@nestjs/common';
import type { PersonSummary } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { JOURNEY_RUN } from '../enrollments/seat-columns.ts';
import { type Page, pageOf, readTimeCursor, searchPattern } from '../paging/page-cursor.ts';

const PAGE = 25;

interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: string;
  simulated: boolean;
  created_at: Date;
  sort_key: string;
  enrollments: PersonSummary['enrollments'];
  messages: PersonSummary['messages'];
}

/** A subject with open places is not what was read: the title of the step says it. */
const SUBJECT = `CASE WHEN g.subject LIKE '%{{%' THEN COALESCE((
                 SELECT v.definition -> 'steps' -> g.step_id ->> 'title' FROM automation_versions v
                  WHERE v.id = COALESCE(g.version_id, (SELECT o.version_id FROM runs o WHERE o.id = g.run_id))), g.subject)
                 ELSE g.subject END`;

/** Newest first, each with their courses and the last mails to them. Only people of the organization. */
const PEOPLE = `
SELECT u.id, u.name, u.email, m.role, u.simulated, u.created_at, m.created_at::text AS sort_key,
       (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', e.id, 'courseTitle', c.title, 'state', e.state,
                 'progress', e.progress_percentage, 'runId', ${JOURNEY_RUN}) ORDER BY e.created_at DESC), '[]')
          FROM enrollments e JOIN courses c ON c.id = e.course_id
         WHERE e.user_id = u.id AND e.organization_id = $1) AS enrollments,
       (SELECT COALESCE(jsonb_agg(x.line), '[]') FROM (
          SELECT jsonb_build_object('id', g.id, 'subject', ${SUBJECT}, 'state', g.state,
                 'at', to_jsonb(COALESCE(g.settled_at, g.created_at)), 'lastError', g.problem_detail) AS line
            FROM messages g WHERE g.user_id = u.id AND g.organization_id = $1
           ORDER BY g.created_at DESC LIMIT 10) x) AS messages
  FROM memberships m JOIN users u ON u.id = m.user_id
 WHERE m.organization_id = $1
   AND ($2::text IS NULL OR u.name ILIKE $2 OR u.email ILIKE $2 OR u.id::text ILIKE $2
        OR EXISTS (SELECT 1 FROM enrollments e WHERE e.user_id = u.id AND e.organization_id = $1 AND e.id::text ILIKE $2))
   AND ($3::timestamptz IS NULL OR (m.created_at, u.id) < ($3, $4::uuid))
 ORDER BY m.created_at DESC, u.id DESC LIMIT $5`;

@Injectable()
export class PeopleService {
  constructor(private readonly dataSource: DataSource) {}

  async find(
    { organizationId }: Caller,
    { search, cursor }: { search?: string | undefined; cursor?: string | undefined },
  ): Promise<Page<PersonSummary>> {
    const rows = await this.dataSource.query<PersonRow[]>(PEOPLE, [
      organizationId,
      searchPattern(search),
      ...readTimeCursor(cursor),
      PAGE + 1,
    ]);
    return pageOf(rows, PAGE, toPerson, (row) => [row.sort_key, row.id]);
  }
}

function toPerson(row: PersonRow): PersonSummary {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    simulated: row.simulated,
    createdAt: row.created_at.toISOString(),
    enrollments: row.enrollments.map((enrollment) => ({
      ...enrollment,
      progress: Number(enrollment.progress),
    })),
    messages: row.messages.map((message) => ({ ...message, at: new Date(message.at).toISOString() })),
  };
}
