import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { DataSource } from 'typeorm';
import { type AppConfig, loadConfig } from '@gradus/config';
import { activateEnrollment, importCourse, publishVersion, recordEvent } from '@gradus/database';
import { type ScratchDatabase, createScratchDatabase } from '@gradus/database/testing';
import type { Definition, OperatorCommand } from '@gradus/flow';
import { runBell } from '@gradus/temporal';
import { requireNone, watchConservation } from './conservation.ts';
import { workflowsOf } from '../temporal-worker.ts';
import { type WorkerParts, createWorkerParts } from '../worker-parts.ts';
import { WorkerService } from '../worker.service.ts';

const COURSES = fileURLToPath(new URL('../../../../courses', import.meta.url));

/** A worker built from these sources, where the tests were given one: its bundle need not be made anew for each school. */
export const BUILT_WORKER = process.env.BUILT_WORKER ?? '';

/** A school with one course on a database of its own, and a worker that can be started and stopped. */
export interface School {
  database: ScratchDatabase;
  dataSource: DataSource;
  config: AppConfig;
  parts: WorkerParts;
  organizationId: string;
  courseId: string;
  courseVersionId: string;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  /** Publishes a journey of the course and answers the automation's id. */
  publishJourney(definition: Definition): Promise<string>;
  /** Enrols a new learner; `ring: false` leaves it to the sweep. */
  enrol(options?: { speed?: number; ring?: boolean }): Promise<Learner>;
  /** Ends it all. After every test until then, visits and tokens of each run have to agree (design 4.5). */
  close(): Promise<void>;
}

export interface Learner {
  userId: string;
  enrollmentId: string;
  runId: string;
}

// Only what went wrong is worth a line in a test's output. Once a process, before anything else of Temporal.
Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
Logger.overrideLogger(['error', 'fatal']);

/** Makes a school around the services whose addresses are in the environment. */
export async function openSchool(courseKey = 'prompting-for-marketers'): Promise<School> {
  const database = await createScratchDatabase();
  const config = loadConfig({
    ...process.env,
    DATABASE_URL: database.url,
    GRADUS_TASK_QUEUE: `test-${randomUUID()}`,
    GRADUS_WORKER_HEALTH_PORT: String(await freePort()),
    GRADUS_SWEEP_SECONDS: '1',
  });
  const { dataSource } = database;
  const [organization] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO organizations (slug, name, time_zone) VALUES ('test', 'Test School', 'Europe/Berlin') RETURNING id`,
  );
  const course = await importCourse(dataSource.manager, `${COURSES}/${courseKey}`, organization.id);
  const parts = await createWorkerParts(config, () => {});
  const conservation = watchConservation(dataSource);
  let service: WorkerService | null = null;
  return {
    database,
    dataSource,
    config,
    parts,
    organizationId: organization.id,
    courseId: course.courseId,
    courseVersionId: course.courseVersionId,
    async startWorker() {
      const made = await createWorkerParts(config, () => {});
      service = new WorkerService(config, { ...made, workflows: workflowsOf(BUILT_WORKER) });
      await service.onApplicationBootstrap();
    },
    async stopWorker() {
      await service?.beforeApplicationShutdown();
      service = null;
    },
    publishJourney: (definition) => publishJourney(dataSource, organization.id, course.courseId, definition),
    enrol: (options) => enrol(dataSource, parts, organization.id, course, options),
    async close() {
      await service?.beforeApplicationShutdown();
      const lines = await conservation.leave();
      await parts.mailer.close();
      await parts.parts.live.close();
      await parts.client.connection.close();
      await parts.parts.dataSource.destroy();
      await database.drop();
      requireNone(lines);
    },
  };
}

async function publishJourney(
  dataSource: DataSource,
  organizationId: string,
  courseId: string,
  definition: Definition,
): Promise<string> {
  const [automation] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO automations (organization_id, course_id, name, use, draft_definition, draft_layout)
     VALUES ($1, $2, 'Journey', 'journey', $3, '{}') RETURNING id`,
    [organizationId, courseId, JSON.stringify(definition)],
  );
  await dataSource.transaction((manager) =>
    publishVersion(manager, {
      organizationId,
      automationId: automation.id,
      publishedBy: null,
      note: '',
      expectedRevision: 1,
    }),
  );
  return automation.id;
}

async function enrol(
  dataSource: DataSource,
  { parts }: WorkerParts,
  organizationId: string,
  course: { courseId: string; courseVersionId: string },
  { speed = 1, ring = true }: { speed?: number; ring?: boolean } = {},
): Promise<Learner> {
  const [user] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO users (email, password_hash, name, time_zone) VALUES ($1, '-', 'Ada Example', 'Europe/Berlin') RETURNING id`,
    [`${randomUUID()}@example.org`],
  );
  await dataSource.query(
    `INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'learner')`,
    [organizationId, user.id],
  );
  const [enrollment] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, speed, source)
     VALUES ($1, $2, $3, $4, 'pending', $5, 'free') RETURNING id`,
    [organizationId, user.id, course.courseId, course.courseVersionId, speed],
  );
  const activated = await dataSource.transaction((manager) =>
    activateEnrollment(manager, parts.plans, enrollment.id, { source: 'free' }),
  );
  if (!activated?.runId) throw new Error('The journey did not start.');
  if (ring) await parts.bells.ring(runBell(activated.runId));
  return { userId: user.id, enrollmentId: enrollment.id, runId: activated.runId };
}

/** Records a fact about a learner, as the API would. */
export function tell(
  school: School,
  learner: Learner,
  type: Parameters<typeof recordEvent>[1]['type'],
  key: string,
  data: Record<string, string | number | boolean> = {},
): Promise<boolean> {
  return recordEvent(school.dataSource.manager, {
    organizationId: school.organizationId,
    type,
    key,
    userId: learner.userId,
    enrollmentId: learner.enrollmentId,
    courseId: school.courseId,
    data,
  });
}

/** Puts an operator's command into a run's inbox, as the API would. Answers its key. */
export async function command(school: School, learner: Learner, ordered: OperatorCommand): Promise<string> {
  const key = randomUUID();
  await school.dataSource.query(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     VALUES ($1, $2, 'command', $3, $4, $5, clock_timestamp())`,
    [school.organizationId, learner.runId, key, ordered.name, { command: ordered }],
  );
  return key;
}

/** Waits until the answer is truthy, at most so many seconds. */
export async function until<T>(
  question: () => Promise<T>,
  seconds = 20,
  what = 'it',
): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A port that nobody listens at just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
