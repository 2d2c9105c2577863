import { randomUUID } from 'node:crypto';
import { type Catalogue, type Definition, compile, initialState } from '@gradus/flow';
import type pg from 'pg';
import { twelveWeeks } from './drawing.ts';

/** Where runs are put: a school, a course and the two versions that runs of either kind belong to. */
export interface Ground {
  organizationId: string;
  courseId: string;
  courseVersionId: string;
  automationId: string;
  /** The drawing, as the product runs it. */
  drawnVersionId: string;
  /** The same drawing with nothing to listen to: a place for the rows that the hand-written workflow keeps. */
  handWrittenVersionId: string;
}

/** Writes both versions beside the ones that the seed published. */
export async function prepareGround(db: pg.Pool, courseKey: string): Promise<Ground> {
  const { rows } = await db.query<{
    organization_id: string;
    course_id: string;
    course_version_id: string;
    automation_id: string;
    catalogue: Catalogue;
  }>(
    `SELECT c.organization_id, c.id AS course_id, c.published_version_id AS course_version_id, a.id AS automation_id,
            v.catalogue
       FROM courses c JOIN automations a ON a.course_id = c.id AND a.use = 'journey'
       JOIN automation_versions v ON v.id = a.live_version_id WHERE c.key = $1`,
    [courseKey],
  );
  const found = rows[0]!;
  const modules = found.catalogue.modules.toSorted((a, b) => a.position - b.position).map(({ key }) => key);
  const definition = twelveWeeks(modules);
  const compiled = compile(definition, found.catalogue, 'bench');
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(' '));
  const write = (number: number, hash: string, listens: string[]) =>
    writeVersion(db, { ...found, number, hash, listens, definition });
  return {
    organizationId: found.organization_id,
    courseId: found.course_id,
    courseVersionId: found.course_version_id,
    automationId: found.automation_id,
    drawnVersionId: await write(1_001, compiled.plan.hash, compiled.plan.listens),
    handWrittenVersionId: await write(1_002, 'f'.repeat(64), []),
  };
}

interface NewVersion {
  organization_id: string;
  automation_id: string;
  catalogue: Catalogue;
  number: number;
  hash: string;
  listens: string[];
  definition: Definition;
}

async function writeVersion(db: pg.Pool, version: NewVersion): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO automation_versions (organization_id, automation_id, number, hash, definition, layout, catalogue, listens)
     VALUES ($1, $2, $3, $4, $5, '{}', $6, $7) RETURNING id`,
    [
      version.organization_id,
      version.automation_id,
      version.number,
      version.hash,
      JSON.stringify(version.definition),
      JSON.stringify(version.catalogue),
      version.listens,
    ],
  );
  return rows[0]!.id;
}

/** Writes an enrolled learner and a run that has not begun, as enrolling does. Answers the run's id. */
export async function seedRun(
  db: pg.Pool,
  ground: Ground,
  versionId: string,
  speed: number,
): Promise<string> {
  const runId = randomUUID();
  const startedAt = new Date();
  const state = JSON.stringify(initialState(runId, startedAt.getTime()));
  await db.query(
    `WITH person AS (
       INSERT INTO users (email, name, time_zone, password_hash) VALUES ($1::text || '@bench.example.org', 'Bench Learner', 'UTC', '-')
       RETURNING id),
     joined AS (
       INSERT INTO memberships (organization_id, user_id, role) SELECT $2, id, 'learner' FROM person),
     seat AS (
       INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, speed, source, simulated, enrolled_at, activated_at)
       SELECT $2, id, $3, $4, 'active', $5, 'free', true, $6, $6 FROM person RETURNING id, user_id)
     INSERT INTO runs (id, organization_id, automation_id, version_id, user_id, enrollment_id, entry_key, state, condition,
                       wake_at, clock_origin, speed, simulated, started_at)
     SELECT $1::uuid, $2, $7, $8, user_id, id, 'enrollment:' || id, $9, 'running', $6, $6, $5, true, $6 FROM seat`,
    [
      runId,
      ground.organizationId,
      ground.courseId,
      ground.courseVersionId,
      speed,
      startedAt,
      ground.automationId,
      versionId,
      state,
    ],
  );
  return runId;
}
