import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let staff: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('ops')).token;
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const runOf = async (enrollmentId: string) =>
  (await school.api.query<{ id: string }>('SELECT id FROM runs WHERE enrollment_id = $1', [enrollmentId]))[0]!
    .id;
const command = (runId: string, body: object, key?: string, token = staff) =>
  school.post(`/api/runs/${runId}/commands`, token, { reason: 'they asked for it', ...body }, key);
const inboxOf = (runId: string) =>
  school.api.query('SELECT * FROM inbox WHERE run_id = $1 ORDER BY id', [runId]);

describe('runs', () => {
  it('are found by name, address and id, with a sentence each', async () => {
    const learner = await school.learner();
    await school.learner();
    const runId = await runOf(learner.enrollmentId);
    for (const search of [learner.email, runId, learner.enrollmentId]) {
      const { body } = await school.get(`/api/runs?search=${search}`, staff);
      expect(body.items).toEqual([
        expect.objectContaining({
          id: runId,
          version: 1,
          condition: 'running',
          summary: expect.stringMatching(/\.$/),
        }),
      ]);
    }
    expect((await school.get('/api/runs?condition=blocked', staff)).body.items).toEqual([]);
    expect((await school.get('/api/runs?search=100%25', staff)).body.items).toEqual([]);
  });

  it('are found in the waiting room of their step, who is due first at first, and by cohort', async () => {
    const [early, late] = [await school.learner(), await school.learner()];
    const [lateRun, earlyRun] = [await runOf(late.enrollmentId), await runOf(early.enrollmentId)];
    const [{ automation_id: automationId }] = (await school.api.query(
      `SELECT automation_id FROM runs WHERE id = $1`,
      [lateRun],
    )) as [{ automation_id: string }];
    for (const [runId, days] of [
      [lateRun, 9],
      [earlyRun, 2],
    ] as const)
      await school.api.query(
        `INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at, deadline)
         SELECT organization_id, id, version_id, 'a-wait', 1, 'waiting', now(), now() + $2 * interval '1 day' FROM runs WHERE id = $1
         RETURNING id`,
        [runId, days],
      );
    const room = `/api/runs/waiting-room?automationId=${automationId}&stepId=a-wait`;
    const { body } = await school.get(room, staff);
    expect(body.items).toMatchObject([
      { runId: earlyRun, state: 'waiting', visit: 1, version: 1, zone: 'UTC' },
      { runId: lateRun, until: expect.stringMatching(/Z$/) },
    ]);
    const { body: cohorts } = await school.get(`/api/runs/cohorts?automationId=${automationId}`, staff);
    expect(cohorts.items[0]).toMatchObject({ number: 1, learners: expect.any(Number) });
    const stranger = await school.api.person('ops', await school.api.organization('far-away'));
    expect((await school.get(room, stranger.token)).status).toBe(404);
  });

  it('are found and shown when they belong to no enrollment', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    await school.api.query('UPDATE runs SET enrollment_id = NULL WHERE id = $1 RETURNING id', [runId]);
    const { status, body } = await school.get(`/api/runs?search=${runId}`, staff);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ id: runId, enrollmentId: null }]);
    expect((await school.get(`/api/runs/${runId}`, staff)).status).toBe(200);
  });

  it('are shown on their drawing', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    const { body } = await school.get(`/api/runs/${runId}`, staff);
    expect(body).toMatchObject({
      id: runId,
      speed: 1,
      definition: { schemaVersion: 2 },
      visits: [],
      events: [],
      organizationZone: 'Europe/Berlin',
    });
    expect(Math.abs(Date.parse(body.virtualNow) - Date.now())).toBeLessThan(5_000);
  });

  it('show what an effect has answered, as far as it is small', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    await school.api.query(
      `WITH visit AS (
         INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, port, entered_at, left_at)
         SELECT organization_id, id, version_id, 'pay', 1, 'left', 'declined', now(), now() FROM runs WHERE id = $1 RETURNING run_id)
       INSERT INTO effects (organization_id, run_id, key, kind, step_id, visit, state, attempt, outcome)
       SELECT organization_id, id, id || ':pay:1', 'charge', 'pay', 1, 'done', 1, $2 FROM runs, visit WHERE id = run_id RETURNING id`,
      [runId, { status: 'declined', chargeId: null, result: { status: 'declined', reason: 'no-card' } }],
    );
    const { body } = await school.get(`/api/runs/${runId}`, staff);
    expect(body.visits[0].effects[0].output).toEqual([
      { name: 'status', value: 'declined' },
      { name: 'reason', value: 'no-card' },
    ]);
  });
});

it('hears of it when the learner moves to another time zone', async () => {
  const { enrollmentId, token } = await school.learner();
  const runId = await runOf(enrollmentId);
  const moved = await school.api.ask('PATCH', '/api/me', { as: token, body: { timeZone: 'Asia/Tokyo' } });
  expect(moved.body.timeZone).toBe('Asia/Tokyo');
  expect(await inboxOf(runId)).toEqual([
    expect.objectContaining({ kind: 'zone', payload: { from: 'UTC', to: 'Asia/Tokyo' }, taken_at: null }),
  ]);
});

describe('commands', () => {
  it('are told apart by the whole of a long key', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    const long = 'k'.repeat(199);
    await Promise.all(['1', '2'].map((end) => command(runId, { name: 'resume' }, `${long}${end}`)));
    expect(await inboxOf(runId)).toHaveLength(2);
  }, 20_000);

  it('are rows in the inbox, once for a key, and audited', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    const answer = await command(runId, { name: 'pause' }, 'pause-once');
    expect(answer).toMatchObject({ status: 202, body: { state: 'accepted' } });
    expect((await command(runId, { name: 'pause' }, 'pause-once')).body).toEqual(answer.body);
    const rows = await inboxOf(runId);
    expect(rows).toEqual([
      expect.objectContaining({
        kind: 'command',
        type: 'pause',
        payload: { command: { name: 'pause' }, by: expect.any(String) },
        taken_at: null,
      }),
    ]);
    const { body: log } = await school.get('/api/audit-log', staff);
    expect(log.items.filter(({ action }: { action: string }) => action === 'run.pause')).toEqual([
      expect.objectContaining({
        subject: `run ${runId}`,
        name: expect.any(String),
        reason: 'they asked for it',
      }),
    ]);
  }, 15_000);

  it('get the answer of the turn that carries them out', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    const asked = command(runId, { name: 'skip', stepId: 'start', visit: 1, port: 'next' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await school.api.query(
      `UPDATE inbox SET taken_at = now(), outcome = '{"accepted": false, "detail": "The learner is no longer at that step."}'
        WHERE run_id = $1 RETURNING id`,
      [runId],
    );
    expect((await asked).body).toEqual({
      state: 'refused',
      detail: 'The learner is no longer at that step.',
    });
    const [row] = await inboxOf(runId);
    expect(row!.payload.command).toEqual({ name: 'skip', stepId: 'start', visit: 1, port: 'next' });
  });

  it('name a position, are for open runs and for the own school', async () => {
    const { enrollmentId } = await school.learner();
    const runId = await runOf(enrollmentId);
    expect((await command(runId, { name: 'retry' })).body.code).toBe('run.position-unclear');
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect((await command(runId, { name: 'pause' }, undefined, stranger.token)).status).toBe(404);
    expect((await school.get(`/api/runs/${runId}`, stranger.token)).status).toBe(404);
    expect((await school.get('/api/runs', stranger.token)).body.items).toEqual([]);
    await school.api.query(
      `UPDATE runs SET finished_at = now(), outcome = 'exited', state = jsonb_set(state, '{finished}', '{"reason":"They asked for it."}')
        WHERE id = $1 RETURNING id`,
      [runId],
    );
    expect((await school.get(`/api/runs/${runId}`, staff)).body.summary).toMatch(
      /^Was taken out before the end on \w+day \d+ \w+, \d\d:\d\d \(.+\): They asked for it\.$/,
    );
    expect((await command(runId, { name: 'pause' })).body.code).toBe('run.finished');
    expect(await inboxOf(runId)).toEqual([]);
    const learner = await school.api.person();
    expect((await command(runId, { name: 'pause' }, undefined, learner.token)).status).toBe(403);
  });
});
