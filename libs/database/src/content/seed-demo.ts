import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '@gradus/contracts';
import { type CourseOutline, generateJourney } from '@gradus/flow';
import { publishVersion } from '../automations/publish-version.ts';
import { readCatalogue } from '../automations/read-catalogue.ts';
import { egressHosts, saveEgressHosts } from '../outside/egress-hosts.ts';
import { type ImportedCourse, importCourse } from './import-course.ts';

export interface DemoOptions {
  /** Every folder in it with a `course.yaml` is imported. */
  coursesFolder: string;
  /** Argon2id, as the API checks it. */
  hashPassword: (password: string) => Promise<string>;
  /** Hosts that the demo school lets its automations call from the start. */
  egressHosts?: readonly string[];
}

export interface SeededDemo {
  organizationId: string;
  courses: ImportedCourse[];
}

/**
 * Brings in the demo school with its people, its courses and for each course a published journey. What is there stays
 * as it is, changed passwords and redrawn journeys too, so that it may run at every start.
 *
 * @throws CourseDocumentInvalidError
 */
export async function seedDemo(dataSource: DataSource, options: DemoOptions): Promise<SeededDemo> {
  const folders = await courseFolders(options.coursesFolder);
  return dataSource.transaction(async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gradus seed demo'))`);
    const organizationId = await seedOrganization(manager);
    await seedPeople(manager, organizationId, options.hashPassword);
    await allowHosts(manager, organizationId, options.egressHosts ?? []);
    const courses: ImportedCourse[] = [];
    for (const folder of folders) {
      const course = await importCourse(manager, folder, organizationId);
      await seedJourney(manager, organizationId, course.courseId);
      courses.push(course);
    }
    return { organizationId, courses };
  });
}

async function courseFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
}

async function seedOrganization(manager: EntityManager): Promise<string> {
  await manager.query(
    `INSERT INTO organizations (slug, name, time_zone) VALUES ('demo', 'Gradus Academy', 'Europe/Berlin')
     ON CONFLICT (slug) DO NOTHING`,
  );
  const [{ id }] = await manager.query<[{ id: string }]>(`SELECT id FROM organizations WHERE slug = 'demo'`);
  return id;
}

/** Once: hosts that were taken off the list stay off as long as it holds any. */
async function allowHosts(
  manager: EntityManager,
  organizationId: string,
  hosts: readonly string[],
): Promise<void> {
  const known = await egressHosts(manager, organizationId);
  if (known.length === 0) await saveEgressHosts(manager, organizationId, hosts, null);
}

async function seedPeople(
  manager: EntityManager,
  organizationId: string,
  hashPassword: DemoOptions['hashPassword'],
): Promise<void> {
  for (const { email, name, role, timeZone } of DEMO_PEOPLE) {
    const known = await manager.query<unknown[]>('SELECT 1 FROM users WHERE email = $1', [email]);
    if (known.length === 0)
      await manager.query(
        `INSERT INTO users (email, name, time_zone, password_hash, email_verified_at)
         VALUES ($1, $2, $3, $4, clock_timestamp())`,
        [email, name, timeZone, await hashPassword(DEMO_PASSWORD)],
      );
    await manager.query(
      `INSERT INTO memberships (organization_id, user_id, role) SELECT $1, id, $3 FROM users WHERE email = $2
       ON CONFLICT (organization_id, user_id) DO NOTHING`,
      [organizationId, email, role],
    );
  }
}

/** Draws and publishes the journey of a course that has none; who has changed theirs keeps it. */
async function seedJourney(manager: EntityManager, organizationId: string, courseId: string): Promise<void> {
  const known = await manager.query<unknown[]>(
    `SELECT 1 FROM automations WHERE course_id = $1 AND organization_id = $2 AND use = 'journey'`,
    [courseId, organizationId],
  );
  if (known.length > 0) return;
  const outline = await readOutline(manager, organizationId, courseId);
  const { definition, layout } = generateJourney(outline);
  const [{ id: automationId }] = await manager.query<[{ id: string }]>(
    `INSERT INTO automations (organization_id, course_id, name, use, draft_definition, draft_layout)
     VALUES ($1, $2, $3, 'journey', $4, $5) RETURNING id`,
    [organizationId, courseId, `Journey: ${outline.courseTitle}`.slice(0, 160), definition, layout],
  );
  await publishVersion(manager, {
    organizationId,
    automationId,
    publishedBy: null,
    note: 'Generated from the course outline.',
    expectedRevision: 1,
  });
}

async function readOutline(
  manager: EntityManager,
  organizationId: string,
  courseId: string,
): Promise<CourseOutline> {
  const catalogue = await readCatalogue(manager, organizationId, courseId);
  const [course] = await manager.query<[{ duration_weeks: number | null }]>(
    'SELECT duration_weeks FROM courses WHERE id = $1 AND organization_id = $2',
    [courseId, organizationId],
  );
  const phases = await manager.query<Array<{ key: string; title: string }>>(
    `SELECT p.key, p.title FROM phases p JOIN courses c ON c.published_version_id = p.course_version_id
      WHERE c.id = $1 AND c.organization_id = $2 ORDER BY p.position`,
    [courseId, organizationId],
  );
  return {
    courseTitle: catalogue.courseTitle ?? '',
    durationWeeks: course.duration_weeks ?? catalogue.modules.length,
    phases: phases.map(({ key, title }) => ({
      key,
      title,
      modules: catalogue.modules.filter((module) => module.phase === key),
    })),
  };
}
