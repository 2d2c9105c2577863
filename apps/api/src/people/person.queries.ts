import { Injectable } from '@nestjs/common';
import type { FieldType, FieldValue, PersonDetail, PersonLabels } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { found } from '../access/ownership.ts';
import { CERTIFICATE, JOURNEY_RUN } from '../enrollments/seat-columns.ts';

/** Lines of a person's history. */
const HISTORY = 50;

interface PersonRow {
  name: string;
  email: string;
  role: string;
  time_zone: string;
  simulated: boolean;
  erased_at: Date | null;
}

interface TagRow {
  tag: string;
  added_at: Date;
  removed_at: Date | null;
  added_by: string;
  removed_by: string;
}

interface FieldRow {
  field: string;
  type: FieldType;
  value: FieldValue | null;
  set_at: Date;
  set_by: string;
}

/** Who did it: a person by name, or the automation whose run it was. */
const WHO = (user: string, run: string) =>
  `COALESCE((SELECT u.name FROM users u WHERE u.id = x.${user}),
            (SELECT a.name FROM runs r JOIN automations a ON a.id = r.automation_id WHERE r.id = x.${run}), 'Gradus')`;

@Injectable()
export class PersonQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws MissingError when the person is not of this school */
  async detail(organizationId: string, userId: string): Promise<PersonDetail> {
    const [row] = await this.dataSource.query<PersonRow[]>(
      `SELECT u.name, u.email, m.role, u.time_zone, u.simulated, x.applied_at AS erased_at
         FROM memberships m JOIN users u ON u.id = m.user_id LEFT JOIN erasures x ON x.user_id = u.id WHERE m.organization_id = $1 AND u.id = $2`,
      [organizationId, userId],
    );
    const person = found(row, 'person');
    const [courses, tags, fields] = await Promise.all([
      this.#courses(organizationId, userId),
      this.#tags(organizationId, userId),
      this.#fields(organizationId, userId),
    ]);
    return {
      id: userId,
      name: person.name,
      email: person.email,
      role: person.role,
      timeZone: person.time_zone,
      simulated: person.simulated,
      erasedAt: person.erased_at?.toISOString() ?? null,
      tags: tags
        .filter(({ removed_at: removed }) => removed === null)
        .map(({ tag, added_at: since, added_by: by }) => ({ tag, since: since.toISOString(), by }))
        .toSorted((a, b) => a.tag.localeCompare(b.tag, 'en')),
      fields: currentFields(fields),
      courses: courses.map((course) => ({ ...course, progress: Number(course.progress) })),
      history: historyOf(tags, fields),
    };
  }

  async labels(organizationId: string): Promise<PersonLabels> {
    const tags = await this.dataSource.query<Array<{ tag: string }>>(
      `SELECT DISTINCT tag FROM person_tags WHERE organization_id = $1 AND removed_at IS NULL ORDER BY tag LIMIT 500`,
      [organizationId],
    );
    const fields = await this.dataSource.query<PersonLabels['fields']>(
      `SELECT DISTINCT ON (field) field AS name, type FROM person_fields
        WHERE organization_id = $1 AND value IS NOT NULL ORDER BY field, set_at DESC LIMIT 500`,
      [organizationId],
    );
    return { tags: tags.map(({ tag }) => tag), fields };
  }

  #courses(organizationId: string, userId: string): Promise<PersonDetail['courses']> {
    return this.dataSource.query<PersonDetail['courses']>(
      `SELECT e.id AS "enrollmentId", e.course_id AS "courseId", c.title AS "courseTitle", e.state, e.progress_percentage AS progress,
              ${JOURNEY_RUN} AS "runId", ${CERTIFICATE} AS certificate
         FROM enrollments e JOIN courses c ON c.id = e.course_id
        WHERE e.organization_id = $1 AND e.user_id = $2 ORDER BY e.created_at DESC, e.id`,
      [organizationId, userId],
    );
  }

  #tags(organizationId: string, userId: string): Promise<TagRow[]> {
    return this.dataSource.query<TagRow[]>(
      `SELECT x.tag, x.added_at, x.removed_at, ${WHO('added_by', 'added_by_run')} AS added_by,
              ${WHO('removed_by', 'removed_by_run')} AS removed_by
         FROM person_tags x WHERE x.organization_id = $1 AND x.user_id = $2`,
      [organizationId, userId],
    );
  }

  /** Oldest first. */
  #fields(organizationId: string, userId: string): Promise<FieldRow[]> {
    return this.dataSource.query<FieldRow[]>(
      `SELECT x.field, x.type, x.value, x.set_at, ${WHO('set_by', 'set_by_run')} AS set_by
         FROM person_fields x WHERE x.organization_id = $1 AND x.user_id = $2 ORDER BY x.set_at, x.created_at`,
      [organizationId, userId],
    );
  }
}

function currentFields(rows: FieldRow[]): PersonDetail['fields'] {
  const last = new Map(rows.map((row) => [row.field, row]));
  return [...last.values()]
    .flatMap(({ field: name, type, value, set_at: since, set_by: by }) =>
      value === null ? [] : [{ name, type, value, since: since.toISOString(), by }],
    )
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

function historyOf(tags: TagRow[], fields: FieldRow[]): PersonDetail['history'] {
  const lines = [
    ...tags.map((row) => ({ at: row.added_at, what: `Tagged “${row.tag}”`, by: row.added_by })),
    ...tags.flatMap((row) =>
      row.removed_at ? [{ at: row.removed_at, what: `Tag “${row.tag}” taken off`, by: row.removed_by }] : [],
    ),
    ...fields.map((row) => ({ at: row.set_at, what: sayField(row), by: row.set_by })),
  ];
  return lines
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, HISTORY)
    .map(({ at, ...line }) => ({ at: at.toISOString(), ...line }));
}

function sayField({ field, value }: FieldRow): string {
  if (value === null) return `“${field}” taken away`;
  if (typeof value === 'boolean') return `“${field}” set to ${value ? 'yes' : 'no'}`;
  return `“${field}” set to “${value}”`;
}
