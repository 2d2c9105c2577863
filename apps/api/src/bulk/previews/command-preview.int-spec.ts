import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Plans } from '@gradus/database';
import { type OperatorCommand, type RunState, initialState, reduce, saveState } from '@gradus/flow';
import { CourseSchool } from '../../testing/course-school.ts';

jest.setTimeout(30_000);

const rest = {
  kind: 'wait',
  title: 'Rest',
  config: { for: { kind: 'duration', duration: { amount: 9, unit: 'days' } }, zone: 'none' },
};
const CALLED_AT = Date.parse('2026-11-02T09:00:00Z');
const ENDED_AT = CALLED_AT + 3_600_000;

let school: CourseSchool;
let ops: string;
let caller: string;
let other: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  ops = (await school.api.person('ops')).token;
  other = await school.campaign({ rest });
  const config = { automation: other, values: [], wait: true, zone: 'none', detached: false };
  caller = await school.campaign({ call: { kind: 'callAutomation', title: 'Call', config }, rest });
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

async function liveVersionOf(automationId: string): Promise<string> {
  const [row] = await school.api.query<{ id: string }>(
    'SELECT live_version_id AS id FROM automations WHERE id = $1',
    [automationId],
  );
  return row!.id;
}

async function inserted(automationId: string, userId: string, state: RunState, more: object): Promise<void> {
  const versionId = await liveVersionOf(automationId);
  const saved = saveState(state, null);
  await school.api.query(
    `INSERT INTO runs (id, organization_id, automation_id, version_id, user_id, entry_key, state, trail, condition, clock_origin,
                       started_at, outcome, finished_at, called_key)
     SELECT $1::uuid, $2, $3, $4, $5, $1::uuid::text, $6, $7, CASE WHEN m.outcome IS NULL THEN 'running' ELSE 'finished' END, to_timestamp(0), to_timestamp(0), m.outcome, m.finished_at, m.called_key
       FROM jsonb_to_record($8) AS m(outcome varchar, finished_at timestamptz, called_key varchar)`,
    [
      state.runId,
      school.api.organizationId,
      automationId,
      versionId,
      userId,
      JSON.stringify(saved.state),
      saved.trail,
      JSON.stringify(more),
    ],
  );
}

/** Somebody whose run has called, and the called run has ended, while the calling one was `paused` or not; answers the id of that one. */
async function called(outcome: 'completed' | 'exited', paused = false): Promise<string> {
  const { userId } = await school.api.person();
  const runId = randomUUID();
  const callKey = `${runId}:call:1`;
  const { manager } = school.api.scratch.dataSource;
  const versionId = await liveVersionOf(caller);
  const plan = await new Plans().of(manager, versionId);
  const call = { stepId: 'call', visit: 1, at: ENDED_AT, outcome };
  const facts = {
    personId: userId,
    person: { tags: [], fields: [] },
    learnerZone: 'UTC',
    schoolZone: 'UTC',
    enrolledAt: CALLED_AT,
    completedAt: null,
    credential: { issuedAt: null, failedAt: null },
    modules: [],
  };
  let state = initialState(runId, CALLED_AT);
  const turn = (input: Parameters<typeof reduce>[2], calls: Array<typeof call> = []) => {
    ({ state } = reduce(plan, state, input, { ...facts, calls }, input.at));
  };
  turn({ kind: 'started', at: CALLED_AT });
  turn({ kind: 'effect', at: CALLED_AT, key: callKey, outcome: 'done', detail: null, result: {} });
  const pause: OperatorCommand = { name: 'pause' };
  if (paused) turn({ kind: 'command', at: CALLED_AT, id: 'pause', command: pause });
  turn({ kind: 'event', at: ENDED_AT, id: 'end', type: 'run.ended', data: {} }, [call]);
  expect(state.tokens).toMatchObject([{ stepId: paused ? 'call' : 'rest' }]);
  await inserted(caller, userId, state, {});
  await school.api.query(
    `INSERT INTO effects (organization_id, run_id, version_id, key, kind, step_id, visit, state, fed_at, settled_at)
     VALUES ($1, $2, $3, $4, 'callAutomation', 'call', 1, 'done', now(), now())`,
    [school.api.organizationId, runId, versionId, callKey],
  );
  const [{ stepId, visit }] = state.tokens as [(typeof state.tokens)[number]];
  await school.api.query(
    `INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at)
     VALUES ($1, $2, $3, $4, $5, 'waiting', now())`,
    [school.api.organizationId, runId, versionId, stepId, visit],
  );
  const inner: RunState = {
    ...initialState(randomUUID(), CALLED_AT),
    finished: { at: ENDED_AT, outcome, reason: null },
  };
  await inserted(other, userId, inner, { outcome, finished_at: new Date(ENDED_AT), called_key: callKey });
  return runId;
}

const back = { name: 'move', to: 'call', effects: 'reuse', stepId: 'rest', visit: 1 };

describe('a command to somebody whose run has called another', () => {
  it('is previewed with what came of the call: one that has ended is not waited for', async () => {
    const runId = await called('completed', true);
    const { status, body } = await school.post(`/api/runs/${runId}/commands/preview`, ops, {
      name: 'resume',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: true, standing: [{ stepId: 'rest', status: 'waiting' }] });
  });

  it('is previewed with what came of the call: one that came to nothing is made anew', async () => {
    const runId = await called('exited');
    const { body } = await school.post(`/api/runs/${runId}/commands/preview`, ops, back);
    expect(body.effects).toMatchObject([{ stepId: 'call', when: 'now', fate: 'again' }]);
    expect(body.standing).toMatchObject([{ stepId: 'call' }]);
    const many = await school.post('/api/bulk-operations/preview', ops, {
      target: { kind: 'runs', filter: { runIds: [runId], stepId: 'rest' } },
      order: { name: 'move', to: 'call', effects: 'reuse' },
    });
    expect(many.body.effects).toMatchObject([{ stepId: 'call', when: 'now', fate: 'again', count: 1 }]);
  });
});
