import { jest } from '@jest/globals';
import { CourseSchool } from '../testing/course-school.ts';

jest.setTimeout(30_000);

let school: CourseSchool;
let ops: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  ops = (await school.api.person('ops')).token;
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const runOf = async (enrollmentId: string) =>
  (
    await school.api.query<{ id: string; automation_id: string }>(
      'SELECT id, automation_id FROM runs WHERE enrollment_id = $1',
      [enrollmentId],
    )
  )[0]!;
const newcomer = async () => runOf((await school.learner()).enrollmentId);
const runs = (...ids: string[]) => ({ kind: 'runs', filter: { runIds: ids } });
const start = (body: object, key?: string, as = ops) =>
  school.post('/api/bulk-operations', as, { reason: 'they asked for it', ...body }, key);

describe('an order to many', () => {
  it('is previewed by the engine, run by run, with nothing written', async () => {
    const [one, two] = [await newcomer(), await newcomer()];
    const { status, body } = await school.post('/api/bulk-operations/preview', ops, {
      target: runs(one.id, two.id),
      order: { name: 'pause' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2, looked: 2, accepted: 2, refusals: [] });
    const resumed = await school.post('/api/bulk-operations/preview', ops, {
      target: runs(one.id),
      order: { name: 'resume' },
    });
    expect(resumed.body).toMatchObject({
      accepted: 0,
      refusals: [{ detail: 'This run is not paused.', count: 1 }],
      samples: [{ runId: one.id, accepted: false }],
    });
    expect(await school.api.query('SELECT 1 FROM bulk_operations')).toEqual([]);
  });

  it('is written with everybody it is about, once for a key, audited, and read back', async () => {
    const [one, two] = [await newcomer(), await newcomer()];
    const order = { target: runs(one.id, two.id), order: { name: 'pause' }, expected: 2 };
    const made = await start(order, 'bulk-once');
    expect(made).toMatchObject({
      status: 202,
      body: { state: 'open', total: 2, items: { waiting: 2 }, order: { name: 'pause' }, purpose: 'order' },
    });
    expect((await start(order, 'bulk-once')).body.id).toBe(made.body.id);
    const { body: items } = await school.get(`/api/bulk-operations/${made.body.id}/items`, ops);
    expect(items.items.map(({ runId }: { runId: string }) => runId).toSorted()).toEqual(
      [one.id, two.id].toSorted(),
    );
    const { body: log } = await school.get('/api/audit-log', ops);
    expect(log.items[0]).toMatchObject({ action: 'bulk.pause', reason: 'they asked for it' });
    const csv = await school.get(`/api/bulk-operations/${made.body.id}/result.csv`, ops);
    expect(csv.status).toBe(200);
    expect(items.items.every(({ email }: { email: string }) => email.includes('@'))).toBe(true);
    const json = await school.get(`/api/bulk-operations/${made.body.id}/result.json`, ops);
    expect(json.body.items).toHaveLength(2);
    const stopped = await school.post(`/api/bulk-operations/${made.body.id}/control`, ops, {
      action: 'stop',
      reason: 'wrong people',
    });
    expect(stopped.body.state).toBe('stopped');
    const again = { action: 'resume', reason: 'after all' };
    const late = await school.post(`/api/bulk-operations/${made.body.id}/control`, ops, again);
    expect(late.body.code).toBe('bulk.ended');
  });

  it('is refused when there are more than were previewed, when nothing is said, and from elsewhere', async () => {
    const [one, two] = [await newcomer(), await newcomer()];
    const grown = await start({ target: runs(one.id, two.id), order: { name: 'pause' }, expected: 1 });
    expect(grown.body.code).toBe('bulk.more-than-previewed');
    expect((await start({ target: { kind: 'runs', filter: {} }, order: { name: 'pause' } })).status).toBe(
      400,
    );
    const stranger = await school.api.person('ops', await school.api.organization('elsewhere'));
    const foreign = await start(
      { target: runs(one.id), order: { name: 'pause' } },
      undefined,
      stranger.token,
    );
    expect(foreign.body).toMatchObject({ total: 0 });
    const learner = await school.api.person();
    expect(
      (await start({ target: runs(one.id), order: { name: 'exit' } }, undefined, learner.token)).status,
    ).toBe(403);
  });
});

describe('an automation', () => {
  it('is paused and resumed as a whole; who enters meanwhile begins paused', async () => {
    const { automation_id: id } = await newcomer();
    const paused = await school.post(`/api/automations/${id}/pause`, ops, {
      hold: 'holdEffects',
      reason: 'wrong mail',
    });
    expect(paused).toMatchObject({ status: 202, body: { purpose: 'pause', automationId: id } });
    expect((await school.post(`/api/automations/${id}/pause`, ops, { reason: 'again' })).body.code).toBe(
      'automation.paused-already',
    );
    const late = await newcomer();
    const [row] = await school.api.query<{ state: object }>('SELECT state FROM runs WHERE id = $1', [
      late.id,
    ]);
    expect(row!.state).toMatchObject({ pausedBy: 'automation', holding: [] });
    expect((await school.get(`/api/automations/${id}/pause`, ops)).body.paused).toMatchObject({
      hold: 'holdEffects',
    });
    const forecast = await school.post(`/api/automations/${id}/resume/preview`, ops, {
      overdue: 'latestOnly',
    });
    expect(forecast.body).toMatchObject({ total: 1, accepted: 1 });
    expect((await school.post(`/api/automations/${id}/resume`, ops, { reason: 'mended' })).body.purpose).toBe(
      'resume',
    );
    expect((await school.get(`/api/automations/${id}/pause`, ops)).body.paused).toBeNull();
  });
});

describe('a command', () => {
  it('is previewed for one run', async () => {
    const { id } = await newcomer();
    const { body } = await school.post(`/api/runs/${id}/commands/preview`, ops, { name: 'exit' });
    expect(body).toMatchObject({ accepted: true, ends: 'exited', sentences: ['The run ends.'] });
  });

  it('starts a run over that has ended, once at a time, linked to it', async () => {
    const { id } = await newcomer();
    const over = { stepId: null, effects: 'reuse', reason: 'ended by mistake' };
    const look = { stepId: null, effects: 'reuse' };
    expect((await school.post(`/api/runs/${id}/start-over/preview`, ops, look)).body.code).toBe(
      'run.not-finished',
    );
    expect((await school.post(`/api/runs/${id}/start-over`, ops, over)).body.code).toBe('run.not-finished');
    await school.api.query(
      `UPDATE runs SET finished_at = now(), condition = 'finished',
              state = jsonb_set(state, '{finished}', '{"at": 0, "outcome": "exited", "reason": null}') WHERE id = $1 RETURNING id`,
      [id],
    );
    const preview = await school.post(`/api/runs/${id}/start-over/preview`, ops, look);
    expect(preview).toMatchObject({ status: 200, body: { accepted: true, standing: [{}] } });
    const { status, body } = await school.post(`/api/runs/${id}/start-over`, ops, over, 'once');
    await school.api.died('once');
    expect(await school.post(`/api/runs/${id}/start-over`, ops, over, 'once')).toMatchObject({
      status,
      body,
    });
    expect(status).toBe(202);
    const [row] = await school.api.query('SELECT restart_of, finished_at FROM runs WHERE id = $1', [
      body.runId,
    ]);
    expect(row).toEqual({ restart_of: id, finished_at: null });
    expect((await school.post(`/api/runs/${id}/start-over`, ops, over)).body.code).toBe('run.inside-already');
    const ended = await school.get(`/api/runs/${id}`, ops);
    expect(ended.body).toMatchObject({ restartOf: null, restartedAs: body.runId, variables: {} });
    expect(ended.body.decisions).toMatchObject([{ action: 'run.started-over', reason: 'ended by mistake' }]);
  });
});

describe('an order of an instructor to many', () => {
  const preview = (body: object, as: string) => school.post('/api/bulk-operations/preview', as, body);

  it('is for the people of an automation of a course, and ends, moves and repeats nothing', async () => {
    const { token } = await school.api.person('instructor');
    const run = await newcomer();
    const target = { kind: 'runs', filter: { automationId: run.automation_id, runIds: [run.id] } };
    expect((await preview({ target, order: { name: 'pause' } }, token)).body).toMatchObject({ accepted: 1 });
    const refused = { status: 403, body: { code: 'bulk.not-for-instructors' } };
    for (const order of [{ name: 'exit' }, { name: 'skip' }, { name: 'retry', effects: 'again' }]) {
      expect(await preview({ target, order }, token)).toMatchObject(refused);
      expect(await start({ target, order }, undefined, token)).toMatchObject(refused);
    }
    expect(await start({ target: runs(run.id), order: { name: 'pause' } }, undefined, token)).toMatchObject(
      refused,
    );
    const { token: stranger } = await school.api.person(
      'instructor',
      await school.api.organization('far-away'),
    );
    expect(await start({ target, order: { name: 'pause' } }, undefined, stranger)).toMatchObject(refused);
    const { token: learner } = await school.api.person();
    expect((await start({ target, order: { name: 'pause' } }, undefined, learner)).status).toBe(403);
  });

  it('is stopped by whoever gave it, or by ops', async () => {
    const [{ token: mine }, { token: other }] = [
      await school.api.person('instructor'),
      await school.api.person('instructor'),
    ];
    const run = await newcomer();
    const target = { kind: 'runs', filter: { automationId: run.automation_id, runIds: [run.id] } };
    const made = await start({ target, order: { name: 'pause' } }, undefined, mine);
    expect(made).toMatchObject({ status: 202, body: { total: 1 } });
    const control = (action: string, as: string) =>
      school.post(`/api/bulk-operations/${made.body.id}/control`, as, { action, reason: 'wrong people' });
    expect(await control('stop', other)).toMatchObject({ status: 403 });
    expect(await control('pause', mine)).toMatchObject({ status: 200 });
    expect(await control('stop', ops)).toMatchObject({ status: 200, body: { state: 'stopped' } });
  });
});
