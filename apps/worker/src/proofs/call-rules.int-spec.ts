import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { publishVersion, readCatalogue, startRunOver, withCalled } from '@gradus/database';
import { type Definition, type Step, planOf } from '@gradus/flow';
import { campaign, publishAgain, publishCampaign, stay } from '../testing/campaigns.ts';
import { begin, callStep, calledBy, letIn, placeOf, turn } from '../testing/calls.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, command, openSchool, until } from '../testing/school.ts';

jest.setTimeout(90_000);

const MANUAL = { kind: 'manual' as const };
const NOTED: Step = { kind: 'end', title: 'Elsewhere', config: { outcome: 'ended' } };

/** start -> call -> done, with `elsewhere` behind this other way. */
function calling(call: Step, elsewhere?: string): Definition {
  const drawing = campaign(MANUAL, { call });
  if (elsewhere === undefined) return drawing;
  drawing.steps['elsewhere'] = NOTED;
  drawing.edges.push({ from: 'call', port: elsewhere, to: 'elsewhere' });
  return drawing;
}

describe('a run that calls an automation', () => {
  let school: School;
  let learner: Learner;

  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  afterAll(() => school.close());
  const newcomer = async () => (learner = await school.enrol({ ring: false }));

  /** A newcomer's run that waits for the end of the one it has called, which has these steps ahead of it. */
  const waiting = async (steps?: Record<string, Step>) => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL, steps));
    const caller = await publishCampaign(school, calling(callStep(called)));
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    const [child] = await calledBy(school, runId);
    return { caller, runId, child: child! };
  };

  const inboxOf = (runId: string) =>
    school.dataSource.query<Array<{ type: string; taken: boolean }>>(
      'SELECT type, taken_at IS NOT NULL AS taken FROM inbox WHERE run_id = $1 ORDER BY id',
      [runId],
    );

  /** As a worker does what the turn has left planned. */
  const perform = (runId: string) =>
    new MockActivityEnvironment().run(() =>
      school.parts.activities.performEffect({ runId, key: `${runId}:call:1` }),
    );

  it('begins it with what is handed over, in the published version, and goes on when it has ended', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay(2) }));
    const values = [{ name: 'source', value: { kind: 'text' as const, text: 'journey' } }];
    const caller = await publishCampaign(school, calling(callStep(called, { values })));
    const runId = await begin(school, caller, learner);
    const first = await turn(school, runId);
    const [child, ...others] = await calledBy(school, runId);
    expect(others).toEqual([]);
    expect(child).toMatchObject({ vars: { source: 'journey' }, called_by_step_id: 'call', outcome: null });
    expect(first.rings.map(({ workflowId }) => workflowId)).toEqual([`run:${child!.id}`]);
    expect(await placeOf(school, runId)).toBe('call');
    await publishAgain(school, called);
    await turn(school, child!.id);
    expect(await placeOf(school, child!.id)).toBe('stay');
    await command(school, { ...learner, runId: child!.id }, { name: 'skip', stepId: 'stay', visit: 1 });
    const last = await turn(school, child!.id);
    expect(last.rings.map(({ workflowId }) => workflowId)).toEqual([`run:${runId}`]);
    expect((await calledBy(school, runId))[0]?.version_id).toBe(child!.version_id);
    await turn(school, child!.id);
    await turn(school, runId);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('completed');
    expect(await inboxOf(runId)).toEqual([{ type: 'run.ended', taken: true }]);
  });

  it('is woken by the sweep when the worker died between the end and the bell', async () => {
    const { runId, child } = await waiting();
    // The commit of the child's last turn, and no bell after it.
    await turn(school, child.id);
    expect(await placeOf(school, child.id)).toBe('completed');
    expect(await placeOf(school, runId)).toBe('call');
    await school.dataSource.query(
      `UPDATE inbox SET created_at = created_at - interval '1 minute' WHERE run_id = $1`,
      [runId],
    );
    await school.startWorker();
    await until(async () => (await placeOf(school, runId)) === 'completed', 40, 'the end of the caller');
    await school.stopWorker();
    expect(await inboxOf(runId)).toEqual([{ type: 'run.ended', taken: true }]);
  });

  it('is walked by a worker from one end to the other', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL));
    const between = await publishCampaign(school, calling(callStep(called)));
    const caller = await publishCampaign(school, calling(callStep(between)));
    await school.startWorker();
    const runId = await begin(school, caller, learner);
    await until(async () => (await placeOf(school, runId)) === 'completed', 40, 'the end of the caller');
    await school.stopWorker();
    const [child] = await calledBy(school, runId);
    expect(await calledBy(school, child!.id)).toHaveLength(1);
  });

  it('lets in nobody whom the entry rules keep out, and says so', async () => {
    await newcomer();
    const once = await publishCampaign(school, campaign(MANUAL, {}, 'once'));
    const inside = await begin(school, once, learner);
    await turn(school, inside);
    const drawn = await publishCampaign(school, calling(callStep(once), 'not-started'));
    const first = await begin(school, drawn, learner);
    await turn(school, first);
    expect(await placeOf(school, first)).toBe('ended');
    const undrawn = await publishCampaign(school, calling(callStep(once)));
    const second = await begin(school, undrawn, learner);
    await turn(school, second);
    expect(await placeOf(school, second)).toBe('call blocked');
    const [visit] = await school.dataSource.query<[{ problem_code: string; problem_detail: string }]>(
      `SELECT problem_code, problem_detail FROM step_runs WHERE run_id = $1 AND step_id = 'call'`,
      [second],
    );
    expect(visit.problem_code).toBe('call.entered-before');
    expect(visit.problem_detail).toContain('has been in the called automation before');
    const [effect] = await school.dataSource.query<[{ state: string; fed: boolean }]>(
      'SELECT state, fed_at IS NOT NULL AS fed FROM effects WHERE run_id = $1',
      [second],
    );
    expect(effect).toEqual({ state: 'refused', fed: true });
  });

  it('stops at once where the called one lets in by a value that is not handed over', async () => {
    await newcomer();
    const keyed = { ...campaign(MANUAL), entry: { rule: 'keyed' as const, key: 'event.round' } };
    const called = await publishCampaign(school, keyed);
    const caller = await publishCampaign(school, calling(callStep(called), 'not-started'));
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('call blocked');
    const [visit] = await school.dataSource.query<[{ problem_code: string }]>(
      `SELECT problem_code FROM step_runs WHERE run_id = $1 AND step_id = 'call'`,
      [runId],
    );
    expect(visit.problem_code).toBe('call.key-unknown');
  });

  it('is kept out while its learner is where the called one does not want them', async () => {
    await newcomer();
    const keeper = await publishCampaign(school, campaign(MANUAL, { stay: stay() }));
    const shy = campaign(MANUAL);
    shy.settings.suppressWhile = [keeper];
    const called = await publishCampaign(school, shy);
    const caller = await publishCampaign(school, calling(callStep(called), 'not-started'));
    await begin(school, keeper, learner);
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('ended');
    expect(await calledBy(school, runId)).toEqual([]);
  });

  it('takes the learner out of what it has called when it is ended itself, unless that was let go', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay() }));
    const steps = {
      held: callStep(called, { wait: false }),
      free: callStep(called, { wait: false, detached: true }),
      call: callStep(called),
    };
    const caller = await publishCampaign(school, campaign(MANUAL, steps));
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    const children = await calledBy(school, runId);
    expect(children).toHaveLength(3);
    for (const { id } of children) await turn(school, id);
    await command(school, { ...learner, runId }, { name: 'exit', reason: 'Enough' });
    const ended = await turn(school, runId);
    for (const { id } of children) await turn(school, id);
    const places = await Promise.all(
      children.map(async ({ id, called_by_step_id: step }) => [step, await placeOf(school, id)]),
    );
    expect(Object.fromEntries(places)).toEqual({ held: 'exited', free: 'stay', call: 'exited' });
    expect(ended.rings).toHaveLength(2);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('exited');
  });

  it('stops for an operator when the called one was put away, and goes on after a retry', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL));
    const caller = await publishCampaign(school, calling(callStep(called, { wait: false })));
    const archive = (at: string) =>
      school.dataSource.query(`UPDATE automations SET archived_at = ${at} WHERE id = $1`, [called]);
    await archive('clock_timestamp()');
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('call blocked');
    await archive('NULL');
    await command(school, { ...learner, runId }, { name: 'retry', stepId: 'call', visit: 1 });
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('completed');
    expect(await calledBy(school, runId)).toHaveLength(1);
  });

  it('is told nothing of the end that it does not wait for', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL));
    const caller = await publishCampaign(
      school,
      campaign(MANUAL, { call: callStep(called, { wait: false }), stay: stay() }),
    );
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    const [child] = await calledBy(school, runId);
    const ended = await turn(school, child!.id);
    expect(await placeOf(school, child!.id)).toBe('completed');
    expect(ended.rings).toEqual([]);
    expect(await inboxOf(runId)).toEqual([]);
  });

  it('is told of the end that it waits for only since it was started over in another version', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay() }));
    const caller = await publishCampaign(school, calling(callStep(called, { wait: false })));
    const runId = await begin(school, caller, learner);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('completed');
    const [child] = await calledBy(school, runId);
    await turn(school, child!.id);
    const { dataSource, parts } = school;
    await dataSource.query('UPDATE automations SET draft_definition = $2 WHERE id = $1', [
      caller,
      JSON.stringify(calling(callStep(called))),
    ]);
    await publishAgain(school, caller);
    const again = { runId, newRunId: randomUUID(), stepId: 'call', effects: 'reuse' as const };
    await dataSource.transaction((manager) => startRunOver(manager, parts.parts.plans, again));
    await turn(school, again.newRunId);
    await turn(school, again.newRunId);
    expect(await placeOf(school, again.newRunId)).toBe('call');
    await command(school, { ...learner, runId: child!.id }, { name: 'skip', stepId: 'stay', visit: 1 });
    const { rings } = await turn(school, child!.id);
    expect(rings.map(({ workflowId }) => workflowId)).toEqual([`run:${again.newRunId}`]);
  });

  it('begins what a pause held back at the moment at which it goes on', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay(2) }));
    const caller = await publishCampaign(school, campaign(MANUAL, { first: stay(), call: callStep(called) }));
    const run = { ...learner, runId: await begin(school, caller, learner) };
    await turn(school, run.runId);
    await command(school, run, { name: 'pause', hold: 'holdEffects' });
    await command(school, run, { name: 'skip', stepId: 'first', visit: 1 });
    await turn(school, run.runId);
    expect(await calledBy(school, run.runId)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [{ now }] = await school.dataSource.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
    await command(school, run, { name: 'resume' });
    await turn(school, run.runId);
    await perform(run.runId);
    const begun = await school.dataSource.query<Array<{ started_at: Date }>>(
      'SELECT started_at FROM runs WHERE called_by_run_id = $1',
      [run.runId],
    );
    expect(begun).toHaveLength(1);
    expect(begun[0]!.started_at.getTime()).toBeGreaterThanOrEqual(now.getTime());
  });

  it('rings what it takes back because the call came through too late', async () => {
    await newcomer();
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay() }));
    const caller = await publishCampaign(school, campaign(MANUAL, { call: callStep(called), stay: stay() }));
    const run = { ...learner, runId: await begin(school, caller, learner) };
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON runs FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await turn(school, run.runId);
    await school.dataSource.query('DROP TRIGGER refuse ON runs; DROP FUNCTION refuse()');
    const claimed = (length: string) =>
      school.dataSource.query(
        `UPDATE effects SET state = 'claimed', claimed_by = 'test', claimed_until = clock_timestamp() + $2::interval
          WHERE run_id = $1`,
        [run.runId, length],
      );
    await claimed('1 minute');
    await command(school, run, { name: 'skip', stepId: 'call', visit: 1 });
    await turn(school, run.runId);
    await claimed('-1 second');
    await perform(run.runId);
    const [child] = await calledBy(school, run.runId);
    const taken = await turn(school, run.runId);
    expect(taken.rings.map(({ workflowId }) => workflowId)).toEqual([`run:${child!.id}`]);
    await turn(school, child!.id);
    expect(await placeOf(school, child!.id)).toBe('exited');
  });

  it('is simulated through what it calls in its own course, and not in another', async () => {
    const { dataSource, organizationId, courseId, parts } = school;
    const [other] = await dataSource.query<[{ id: string }]>(
      `INSERT INTO courses (organization_id, key, title, credential) VALUES ($1, 'elsewhere', 'Elsewhere', '{}') RETURNING id`,
      [organizationId],
    );
    const one = await publishCampaign(school, campaign(MANUAL));
    const two = await publishCampaign(school, campaign(MANUAL), courseId);
    const far = await publishCampaign(school, campaign(MANUAL));
    await dataSource.query('UPDATE automations SET course_id = $2 WHERE id = $1', [far, other.id]);
    const drawing = campaign(MANUAL, { one: callStep(one), two: callStep(two), far: callStep(far) });
    const catalogue = await readCatalogue(dataSource.manager, organizationId, courseId);
    const plan = planOf(drawing, catalogue, 'tried');
    const known = async (course: string | null) => {
      const whose = { organizationId, automationId: randomUUID(), courseId: course };
      const { called = {} } = await withCalled(dataSource.manager, parts.parts.plans, whose, plan);
      return Object.keys(called).toSorted();
    };
    expect(await known(courseId)).toEqual([one, two].toSorted());
    expect(await known(null)).toEqual([one]);
  });

  it('takes the run it waits for along when it is started over', async () => {
    const { caller, runId, child } = await waiting();
    const again = await begin(school, caller, learner);
    // What starting over with its effects kept does to the ledger.
    await school.dataSource.query('UPDATE effects SET run_id = $2 WHERE run_id = $1', [runId, again]);
    await turn(school, child.id);
    expect(await inboxOf(again)).toEqual([{ type: 'run.ended', taken: false }]);
  });

  it('stays inside what it has called when its learner is set back and nothing is to be done again', async () => {
    const { runId, child } = await waiting({ stay: stay() });
    await turn(school, child.id);
    await command(school, { ...learner, runId }, { name: 'move', stepId: 'call', visit: 1, to: 'call' });
    await turn(school, runId);
    await turn(school, runId);
    await turn(school, child.id);
    expect(await placeOf(school, child.id)).toBe('stay');
    expect(await placeOf(school, runId)).toBe('call');
    await command(school, { ...learner, runId: child.id }, { name: 'skip', stepId: 'stay', visit: 1 });
    await turn(school, child.id);
    await turn(school, runId);
    expect(await placeOf(school, runId)).toBe('completed');
    expect(await calledBy(school, runId)).toHaveLength(1);
  });

  it.each([true, false])('calls anew when it was ended and is started over (heard: %s)', async (heard) => {
    const { runId, child } = await waiting({ stay: stay() });
    await turn(school, child.id);
    await command(school, { ...learner, runId }, { name: 'exit', reason: 'Enough' });
    await turn(school, runId);
    if (heard) await turn(school, child.id);
    const again = { runId, newRunId: randomUUID(), stepId: 'call', effects: 'reuse' as const };
    const { plans } = school.parts.parts;
    await school.dataSource.transaction((manager) => startRunOver(manager, plans, again));
    await turn(school, again.newRunId);
    expect(await calledBy(school, again.newRunId)).toMatchObject([{ outcome: null }]);
  });

  it('cannot be published when it leads round in a circle', async () => {
    const { dataSource, organizationId } = school;
    const one = await publishCampaign(school, campaign(MANUAL));
    const two = await publishCampaign(school, calling(callStep(one)));
    await dataSource.query('UPDATE automations SET draft_definition = $2 WHERE id = $1', [
      one,
      JSON.stringify(calling(callStep(two))),
    ]);
    const published = dataSource.transaction((manager) =>
      publishVersion(manager, {
        organizationId,
        automationId: one,
        publishedBy: null,
        note: '',
        expectedRevision: 1,
      }),
    );
    await expect(published).rejects.toThrow(/leads round in a circle/);
    await newcomer();
    expect((await letIn(school, two, learner)).runId).not.toBeNull();
  });
});
