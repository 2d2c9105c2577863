import path from 'node:path';
import { publishVersion, seedDemo } from '@gradus/database';
import { ApiUnderTest } from './api-under-test.ts';

const COURSES = path.resolve(import.meta.dirname, '../../../../courses');

/** The API with the demo's courses in it, while Temporal and the payment provider are away. */
export class CourseSchool {
  readonly api: ApiUnderTest;
  /** Two weeks, free. */
  readonly freeCourse: string;
  /** Twelve weeks, priced. */
  readonly pricedCourse: string;
  #keys = 0;

  private constructor(api: ApiUnderTest, courses: { free: string; priced: string }) {
    this.api = api;
    this.freeCourse = courses.free;
    this.pricedCourse = courses.priced;
  }

  static async start(env: Record<string, string> = {}): Promise<CourseSchool> {
    const api = await ApiUnderTest.start({ TEMPORAL_ADDRESS: '127.0.0.1:1', ...env });
    await seedDemo(api.scratch.dataSource, {
      coursesFolder: COURSES,
      hashPassword: () => Promise.resolve('none'),
    });
    const rows = await api.query<{ id: string; price: string }>('SELECT id, price FROM courses');
    const byPrice = (free: boolean) => rows.find(({ price }) => (Number(price) === 0) === free)!.id;
    return new CourseSchool(api, { free: byPrice(true), priced: byPrice(false) });
  }

  get(url: string, as?: string) {
    return this.api.ask('GET', url, as === undefined ? {} : { as });
  }

  /** With a fresh Idempotency-Key unless one is given. */
  post(url: string, as: string, body: unknown = {}, key = `key-${++this.#keys}`) {
    return this.api.ask('POST', url, { as, body, headers: { 'idempotency-key': key } });
  }

  /** Somebody enrolled in the free course. */
  async learner() {
    const person = await this.api.person();
    const { body } = await this.post(`/api/courses/${this.freeCourse}/enroll`, person.token);
    return { ...person, enrollmentId: body.enrollmentId as string };
  }

  /** A published campaign that goes through these steps, one after the other; answers its id. */
  async campaign(steps: Record<string, object>): Promise<string> {
    const all = {
      start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'manual' } } },
      ...steps,
      done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
    };
    const ids = Object.keys(all);
    const edges = ids.slice(1).map((to, index) => ({ from: ids[index], port: 'next', to }));
    const drawing = {
      schemaVersion: 2,
      trigger: 'start',
      entry: { rule: 'always' },
      settings: { exitOn: [] },
      steps: all,
      edges,
    };
    const { organizationId, scratch } = this.api;
    const [automation] = await this.api.query<{ id: string; revision: number }>(
      `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
       VALUES ($1, 'Campaign', 'campaign', $2, '{}') RETURNING id, draft_revision AS revision`,
      [organizationId, JSON.stringify(drawing)],
    );
    const { id: automationId, revision: expectedRevision } = automation!;
    await scratch.dataSource.transaction((manager) =>
      publishVersion(manager, {
        organizationId,
        automationId,
        publishedBy: null,
        note: '',
        expectedRevision,
      }),
    );
    return automationId;
  }

  progress(token: string, courseId = this.freeCourse) {
    return this.get(`/api/courses/${courseId}/progress`, token).then(({ body }) => body);
  }

  stop(): Promise<void> {
    return this.api.stop();
  }
}
