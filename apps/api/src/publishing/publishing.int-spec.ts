import { jest } from '@jest/globals';
import { CourseSchool } from '../testing/course-school.ts';

jest.setTimeout(60_000);

let school: CourseSchool;
let staff: string;
let id: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
  const { body } = await school.get(`/api/courses/${school.freeCourse}`, staff);
  id = body.journeyAutomationId;
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const detail = () => school.get(`/api/automations/${id}`, staff).then(({ body }) => body);
const plan = (revision: number, people?: object, as = staff) =>
  school.post(`/api/automations/${id}/publish/plan`, as, { revision, people });
const everybody = { scope: 'now', steps: {}, spreadMinutes: 60 };

interface Waiting {
  runId: string;
  stepId: string;
  until: Date;
}
/** Runs that wait at a step of the live version until a date, as a turn would have left them. */
const waiting = async (count: number, stepId: string, inDays: number): Promise<Waiting[]> => {
  const { live } = await detail();
  const until = new Date(Date.now() + inDays * 86_400_000);
  const made: Waiting[] = [];
  for (let n = 0; n < count; n += 1) {
    const { enrollmentId } = await school.learner();
    const [run] = await school.api.query<{ id: string }>('SELECT id FROM runs WHERE enrollment_id = $1', [
      enrollmentId,
    ]);
    const token = {
      id: 1,
      stepId,
      versionId: live.versionId,
      visit: 1,
      iteration: 1,
      enteredAt: Date.now() - 86_400_000,
      triedAt: Date.now() - 86_400_000,
      deadline: until.getTime(),
      status: 'waiting',
      heldFrom: null,
      effectKey: null,
      problem: null,
      heard: false,
    };
    await school.api.query(
      `UPDATE runs SET version_id = $3, state = jsonb_set(state, '{tokens}', $2::jsonb) WHERE id = $1 RETURNING id`,
      [run!.id, JSON.stringify([token]), live.versionId],
    );
    made.push({ runId: run!.id, stepId, until });
  }
  return made;
};
const firstWait = async () => {
  const { draft } = await detail();
  const steps = Object.entries(draft.definition.steps) as Array<[string, { kind: string; config: any }]>;
  return { draft, steps };
};

describe('the plan of publishing', () => {
  it('says what changes, who is where, and what becomes of each', async () => {
    const { draft, steps } = await firstWait();
    const [stepId] = steps.find(([, step]) => step.kind === 'release')!;
    const there = await waiting(3, stepId, 5);
    const edited = await school.post(`/api/automations/${id}/operations`, staff, {
      revision: draft.revision,
      operations: [{ type: 'setTitle', stepId, title: 'Week one, renamed' }],
    });
    const { status, body } = await plan(edited.body.revision, everybody);
    expect(status).toBe(200);
    expect(body.changes).toMatchObject([{ stepId, text: expect.stringContaining('Week one, renamed') }]);
    expect(body).toMatchObject({ inside: 3, concerned: 3, looked: 3, problems: [] });
    const at = body.steps.find((step: { stepId: string }) => step.stepId === stepId);
    expect(at).toMatchObject({ here: 3, versions: [{ number: 1, here: 3 }], proposed: 'follow' });
    expect(body.moves).toMatchObject({ followed: 3, kept: 0 });
    expect(body.dates).toMatchObject({ same: 3, earlier: 0, later: 0 });
    expect(body.samples.map(({ runId }: { runId: string }) => runId).toSorted()).toEqual(
      there.map(({ runId }) => runId).toSorted(),
    );
    expect(body.samples[0].before[0].until).toBe(there[0]!.until.toISOString());

    const some = await plan(edited.body.revision, { ...everybody, onlyRunIds: [there[1]!.runId] });
    expect(some.body).toMatchObject({ inside: 3, concerned: 1, looked: 1 });
    const leaving = await plan(edited.body.revision, { ...everybody, steps: { [stepId]: { do: 'exit' } } });
    expect(leaving.body).toMatchObject({ ends: 3, moves: { exited: 3 } });
    const nobody = await plan(edited.body.revision);
    expect(nobody.body).toMatchObject({ inside: 3, concerned: 0, looked: 0, samples: [] });
  });

  it('is of the draft as it was seen, says what does not fit, and is for authors of the school', async () => {
    const { draft } = await detail();
    expect(await plan(draft.revision - 1, everybody)).toMatchObject({
      status: 409,
      body: { code: 'automation.draft-stale' },
    });
    const unfit = await plan(draft.revision, { ...everybody, steps: { 'no-such-step': { do: 'keep' } } });
    expect(unfit.body.problems).toMatchObject([{ severity: 'error', code: 'migration.step-unknown' }]);
    const stranger = await school.api.person('instructor', await school.api.organization('elsewhere'));
    expect((await plan(draft.revision, everybody, stranger.token)).status).toBe(404);
    const ops = await school.api.person('ops');
    expect((await plan(draft.revision, everybody, ops.token)).status).toBe(403);
  });

  it('answers in time about ten thousand', async () => {
    const { draft, steps } = await firstWait();
    const [stepId] = steps.find(([, step]) => step.kind === 'release')!;
    const [one] = await waiting(1, stepId, 5);
    await school.api.query(
      `WITH e AS (
         INSERT INTO users (email, name, time_zone, password_hash) SELECT 'crowd' || n || '@example.test', 'Crowd ' || n, 'Europe/Berlin', '-'
           FROM generate_series(1, 10000) n RETURNING id),
       n AS (
         INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source, enrolled_at)
         SELECT x.organization_id, e.id, x.course_id, x.course_version_id, x.state, x.source, x.enrolled_at
           FROM e, enrollments x JOIN runs r ON r.enrollment_id = x.id WHERE r.id = $1 RETURNING id, user_id)
       INSERT INTO runs (organization_id, automation_id, version_id, user_id, enrollment_id, entry_key, state, condition, clock_origin)
       SELECT r.organization_id, r.automation_id, r.version_id, n.user_id, n.id, n.id::text, r.state, r.condition, r.clock_origin
         FROM n, runs r WHERE r.id = $1 RETURNING id`,
      [one!.runId],
    );
    const begun = Date.now();
    const { status, body } = await plan(draft.revision, everybody);
    expect(status).toBe(200);
    expect(Date.now() - begun).toBeLessThan(25_000);
    expect(body.concerned).toBe(10_004);
    expect(body.looked).toBeGreaterThan(200);
    expect(body.samples).toHaveLength(60);
  });
});

describe('the funnel of a version', () => {
  it('counts people at each step in the order of the drawing, and where they are lost', async () => {
    const { live } = await detail();
    const steps = Object.entries(live.definition.steps) as Array<[string, { kind: string }]>;
    const [first, second] = steps.filter(([, step]) => step.kind === 'release').map(([stepId]) => stepId);
    const [one, two] = await waiting(2, first!, 3);
    const visit = (runId: string, stepId: string, number: number, state: string, because: string | null) =>
      school.api.query(
        `INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at, left_at, left_because)
         SELECT organization_id, id, $2, $3, $4, $5::varchar, now(), CASE WHEN $5::text = 'waiting' THEN NULL ELSE now() END, $6
           FROM runs WHERE id = $1 RETURNING id`,
        [runId, live.versionId, stepId, number, state, because],
      );
    await visit(one!.runId, first!, 1, 'left', 'time');
    await visit(one!.runId, first!, 2, 'left', 'time');
    await visit(two!.runId, first!, 1, 'exited', 'goal');
    await visit(one!.runId, second!, 1, 'waiting', null);
    const { status, body } = await school.get(`/api/automations/${id}/funnel`, staff);
    expect(status).toBe(200);
    expect(body).toMatchObject({ versionId: live.versionId, entered: 2, completed: 0, open: 2 });
    const at = (stepId: string) => body.steps.find((step: { stepId: string }) => step.stepId === stepId);
    expect(at(first!)).toMatchObject({ came: 2, here: 0, lost: [{ reason: 'goal', count: 1 }] });
    expect(at(second!)).toMatchObject({ came: 1, here: 1, lost: [] });
    const order = body.steps.map(({ stepId }: { stepId: string }) => stepId);
    expect(order.indexOf(first!)).toBeLessThan(order.indexOf(second!));
    const elsewhere = `/api/automations/${id}/funnel?versionId=${one!.runId}`;
    expect((await school.get(elsewhere, staff)).status).toBe(404);
  });
});

describe('a migration', () => {
  it('is listed with its progress and with what became of each, paused, gone on with, and stopped', async () => {
    const { draft, live } = await detail();
    const [chosen, other] = await school.api.query<{ id: string }>(
      'SELECT id FROM runs WHERE automation_id = $1 AND finished_at IS NULL ORDER BY id LIMIT 2',
      [id],
    );
    const published = await school.post(`/api/automations/${id}/publish`, staff, {
      revision: draft.revision,
      people: { ...everybody, liveVersionId: live.versionId, onlyRunIds: [chosen!.id, other!.id] },
    });
    expect(published.status).toBe(200);
    const { body: list } = await school.get(`/api/automations/${id}/migrations`, staff);
    expect(list.items).toMatchObject([
      { version: 2, scope: 'now', state: 'running', total: null, chosen: 2, requestedBy: 'Some instructor' },
    ]);
    const migration = `/api/migrations/${list.items[0].id}`;
    const control = (action: string) =>
      school.post(`${migration}/control`, staff, { action, reason: 'let us wait a little' });
    expect((await control('pause')).body).toMatchObject({ state: 'paused' });
    expect((await control('pause')).body).toMatchObject({ code: 'migration.ended' });
    expect((await control('resume')).body).toMatchObject({ state: 'running' });
    await school.api.query(
      `INSERT INTO run_migration_items (migration_id, run_id, organization_id, from_version_id, state, detail, moves)
       SELECT $1, r.id, r.organization_id, r.version_id, CASE r.id WHEN $2 THEN 'done' ELSE 'planned' END, 'Said so.',
              '[{"stepId": "a", "visit": 1, "did": "followed", "to": null}]'
         FROM runs r WHERE r.id = ANY(ARRAY[$2, $3]::uuid[]) RETURNING run_id`,
      [list.items[0].id, chosen!.id, other!.id],
    );
    const stopped = await control('stop');
    expect(stopped.body).toMatchObject({
      state: 'stopped',
      stoppedBecause: 'let us wait a little',
      items: { done: 1, skipped: 1 },
    });
    expect((await control('resume')).body.code).toBe('migration.ended');
    const { body: items } = await school.get(`${migration}/items?state=done`, staff);
    expect(items.items).toMatchObject([{ runId: chosen!.id, fromVersion: 1, moves: ['followed'] }]);
    const stranger = await school.api.person('ops', await school.api.organization('farther'));
    expect((await school.get(`${migration}/items`, stranger.token)).status).toBe(404);
  });
});
