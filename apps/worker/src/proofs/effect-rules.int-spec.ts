import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { takeTurn } from '@gradus/activities';
import type { Definition } from '@gradus/flow';
import { claimMessage, postpone } from '../mailing/claim-message.ts';
import { composeMessage } from '../mailing/compose-message.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** What becomes of effects and messages when the step or the run that wanted them is left while they are under way. */
describe('an effect', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(atOnce());
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const newcomer = async () => {
    await school.dataSource.query(`UPDATE messages SET state = 'cancelled' WHERE state = 'planned'`);
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  const deliver = async (learner: Learner) => {
    await school.dataSource.query(
      `UPDATE messages SET state = 'done', settled_at = clock_timestamp() WHERE run_id = $1`,
      [learner.runId],
    );
    await turn(learner);
  };
  /** The same with an effect that cannot be done in the turn, and so is left to its activity. */
  const deliverAndPlan = async (learner: Learner) => {
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON credentials FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await deliver(learner);
    await school.dataSource.query('DROP TRIGGER refuse ON credentials; DROP FUNCTION refuse()');
  };
  const stateOf = async (table: 'effects' | 'messages', learner: Learner) => {
    const [row] = await school.dataSource.query<[{ state: string }]>(
      `SELECT state FROM ${table} WHERE run_id = $1`,
      [learner.runId],
    );
    return row.state;
  };
  const tokenOf = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      [{ token: { stepId: string; status: string; problem: unknown } }]
    >(`SELECT state->'tokens'->0 AS token FROM runs WHERE id = $1`, [learner.runId]);
    return row.token;
  };

  it('that is nothing but rows is done in the turn that plans it, with its ledger row', async () => {
    const learner = await newcomer();
    await deliver(learner);
    const [row] = await school.dataSource.query<[object]>(
      `SELECT e.state, e.attempt, e.fed_at IS NOT NULL AS fed, c.state AS credential, p.kind
         FROM effects e JOIN credentials c ON c.id = (e.outcome->>'credentialId')::uuid
         JOIN processes p ON p.subject_id = c.id WHERE e.run_id = $1`,
      [learner.runId],
    );
    const done = { state: 'done', attempt: 1, fed: true };
    expect(row).toEqual({ ...done, credential: 'issuing', kind: 'issueCertificate' });
    const answer = await school.parts.activities.advance({ runId: learner.runId });
    expect(answer).toMatchObject({ again: false, effects: [] });
  });

  it('that is done at once, but told too late for its turn, is told in the next', async () => {
    const other = await openSchool();
    await other.publishJourney(manyAtOnce());
    const { runId } = await other.enrol({ ring: false });
    const told = async () => {
      const [row] = await other.dataSource.query<[{ done: number; fed: number }]>(
        `SELECT count(*) FILTER (WHERE state = 'done')::int AS done, count(fed_at)::int AS fed FROM effects WHERE run_id = $1`,
        [runId],
      );
      return row;
    };
    const { advance } = other.parts.activities;
    expect(await advance({ runId })).toMatchObject({ again: true, finished: false });
    expect(await told()).toEqual({ done: 64, fed: 50 });
    expect(await advance({ runId })).toMatchObject({ again: false });
    expect(await told()).toEqual({ done: 64, fed: 64 });
    await other.close();
  });

  it('that could not be written in the turn stays planned, for its activity to try with all patience', async () => {
    const learner = await newcomer();
    await deliverAndPlan(learner);
    expect(await tokenOf(learner)).toMatchObject({ stepId: 'certificate', status: 'waiting' });
    expect(await stateOf('effects', learner)).toBe('planned');
    const answer = await school.parts.activities.advance({ runId: learner.runId });
    expect(answer.effects).toEqual([`${learner.runId}:certificate:1`]);
  });

  it('that was given back after its step was left is cancelled, not done', async () => {
    const learner = await newcomer();
    await deliverAndPlan(learner);
    await school.dataSource.query(`UPDATE effects SET state = 'claimed' WHERE run_id = $1`, [learner.runId]);
    await command(school, learner, { name: 'skip', stepId: 'certificate', visit: 1 });
    await turn(learner);
    await school.dataSource.query(`UPDATE effects SET state = 'planned' WHERE run_id = $1`, [learner.runId]);
    const key = `${learner.runId}:certificate:1`;
    await school.parts.activities.performEffect({ runId: learner.runId, key });
    expect(await stateOf('effects', learner)).toBe('cancelled');
  });

  const runOf = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      [{ condition: string; outcome: string | null; finished: boolean }]
    >('SELECT condition, outcome, finished_at IS NOT NULL AS finished FROM runs WHERE id = $1', [
      learner.runId,
    ]);
    return row;
  };
  /** At the certificate, whose effect a worker has in hand; then an operator ends the run. */
  const exitedInMidEffect = async () => {
    const learner = await newcomer();
    await deliverAndPlan(learner);
    await school.dataSource.query(
      `UPDATE effects SET state = 'claimed', claimed_by = 'test', claimed_until = clock_timestamp() + interval '1 minute'
        WHERE run_id = $1`,
      [learner.runId],
    );
    await command(school, learner, { name: 'exit', reason: 'test' });
    await turn(learner);
    return { learner, key: `${learner.runId}:certificate:1` };
  };
  const lateOf = async (learner: Learner) => {
    const [row] = await school.dataSource.query<[{ late: boolean }]>(
      'SELECT late_at IS NOT NULL AS late FROM effects WHERE run_id = $1',
      [learner.runId],
    );
    return row.late;
  };

  it('that is claimed keeps its run from being finished, until it is given back', async () => {
    const { learner, key } = await exitedInMidEffect();
    expect(await runOf(learner)).toEqual({ condition: 'running', outcome: 'exited', finished: false });
    await school.dataSource.query(`UPDATE effects SET state = 'planned' WHERE key = $1`, [key]);
    await school.parts.activities.performEffect({ runId: learner.runId, key });
    expect(await stateOf('effects', learner)).toBe('cancelled');
    await turn(learner);
    expect(await runOf(learner)).toEqual({ condition: 'finished', outcome: 'exited', finished: true });
  });

  it('that nobody had begun is called off when its run is ended, which is then finished', async () => {
    const learner = await newcomer();
    await deliverAndPlan(learner);
    await command(school, learner, { name: 'exit', reason: 'test' });
    const { again, finished } = await school.parts.activities.advance({ runId: learner.runId });
    expect({ again, finished }).toEqual({ again: true, finished: false });
    expect((await school.parts.activities.advance({ runId: learner.runId })).finished).toBe(true);
    expect(await stateOf('effects', learner)).toBe('cancelled');
  });

  it('that is done after all, too late, is taken back where its kind can', async () => {
    const learner = await newcomer();
    await deliverAndPlan(learner);
    await command(school, learner, { name: 'exit', reason: 'test' });
    const key = `${learner.runId}:certificate:1`;
    const { performEffect } = school.parts.activities;
    await new MockActivityEnvironment().run(() => performEffect({ runId: learner.runId, key }));
    await turn(learner);
    expect(await runOf(learner)).toMatchObject({ finished: true, outcome: 'exited' });
    const [credential] = await school.dataSource.query<[{ state: string; process: string; outcome: string }]>(
      `SELECT c.state, p.state AS process, p.outcome FROM credentials c JOIN processes p ON p.subject_id = c.id
        WHERE c.enrollment_id = $1`,
      [learner.enrollmentId],
    );
    expect(credential).toEqual({ state: 'failed', process: 'ended', outcome: 'withdrawn' });
    expect(await lateOf(learner)).toBe(false);
  });

  it('that is done after all, and stands, is shown to ops', async () => {
    const { learner, key } = await exitedInMidEffect();
    await school.dataSource.query(
      `UPDATE effects SET state = 'done', settled_at = clock_timestamp() WHERE key = $1`,
      [key],
    );
    await turn(learner);
    expect(await runOf(learner)).toMatchObject({ finished: true });
    expect(await lateOf(learner)).toBe(true);
    const story = await school.dataSource.query<Array<{ type: string }>>(
      'SELECT type FROM run_events WHERE run_id = $1 ORDER BY seq DESC LIMIT 4',
      [learner.runId],
    );
    expect(story.map(({ type }) => type)).toEqual(['finished', 'late', 'command', 'ending']);
  });

  it('of which nobody knows keeps its run open for a person to decide', async () => {
    const { learner, key } = await exitedInMidEffect();
    // Of a certificate, which is rows of our own, it would be known.
    await school.dataSource.query(`UPDATE effects SET kind = 'webhook' WHERE key = $1`, [key]);
    const lost = { code: 'test.lost', detail: 'lost', definitive: false };
    await school.parts.activities.recordFailedEffect({ runId: learner.runId, key, ...lost });
    await turn(learner);
    expect(await runOf(learner)).toEqual({ condition: 'blocked', outcome: 'exited', finished: false });
    await command(school, learner, { name: 'settle', stepId: 'certificate', visit: 1, happened: false });
    await turn(learner);
    expect(await runOf(learner)).toMatchObject({ finished: true });
    expect(await stateOf('effects', learner)).toBe('refused');
  });

  it('that is nothing but rows surely did not happen when nobody could do it', async () => {
    const learner = await newcomer();
    await deliverAndPlan(learner);
    const key = `${learner.runId}:certificate:1`;
    const lost = { code: 'test.lost', detail: 'lost', definitive: false };
    await school.parts.activities.recordFailedEffect({ runId: learner.runId, key, ...lost });
    expect(await stateOf('effects', learner)).toBe('refused');
    await turn(learner);
    expect(await tokenOf(learner)).toMatchObject({ status: 'blocked', problem: { cause: 'test.lost' } });
  });

  it('that is a mail is not sent once an operator has ended the run, also when a relay had it in hand', async () => {
    const learner = await newcomer();
    const inHand = await claimMessage(school.dataSource);
    await command(school, learner, { name: 'exit', reason: 'test' });
    await turn(learner);
    await postpone(school.dataSource, inHand!, { code: 'mail.unreachable', detail: 'away' }, 0);
    const again = await claimMessage(school.dataSource);
    const settings = { publicUrl: 'https://school.example', linkSecret: school.config.auth.linkSecret };
    const composed = composeMessage(again!, settings);
    expect(composed).toMatchObject({ code: 'message.run-ended' });
  });

  it('that is done is told again to a step that was retried, instead of being waited for in vain', async () => {
    const learner = await newcomer();
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'poisoned'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON effects FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await deliver(learner);
    await school.dataSource.query('DROP TRIGGER refuse ON effects; DROP FUNCTION refuse()');
    expect(await tokenOf(learner)).toMatchObject({ stepId: 'hello', status: 'blocked' });
    await command(school, learner, { name: 'retry', stepId: 'hello', visit: 1 });
    await turn(learner);
    await turn(learner);
    expect(await tokenOf(learner)).toMatchObject({ stepId: 'certificate', status: 'waiting' });
    expect(await stateOf('messages', learner)).toBe('done');
  });
});

/** Greets, waits until that is delivered, certifies. */
function atOnce(): Definition {
  const { steps, ...drawing } = twoWeeks();
  const { start, week1, hello, certificate, finish } = steps;
  if (hello?.kind !== 'message') throw new Error('The greeting is a message.');
  const awaited = { ...hello, config: { ...hello.config, waitForDelivery: true } };
  return {
    ...drawing,
    steps: { start: start!, week1: week1!, hello: awaited, certificate: certificate!, finish: finish! },
    edges: [
      { from: 'start', port: 'next', to: 'week1' },
      { from: 'week1', port: 'next', to: 'hello' },
      { from: 'hello', port: 'next', to: 'certificate' },
      { from: 'certificate', port: 'next', to: 'finish' },
    ],
  };
}

/** Sixty-four ways beside one another, each to an effect that is nothing but rows. */
function manyAtOnce(): Definition {
  const { steps, ...drawing } = twoWeeks();
  const ways = Array.from({ length: 8 }, (_, at) => ({ id: `way${at}`, title: `Way ${at}` }));
  const fork = { kind: 'parallel' as const, title: 'At once', config: { ways } };
  const drawn: Definition = {
    ...drawing,
    steps: { start: steps['start']!, fork },
    edges: [{ from: 'start', port: 'next', to: 'fork' }],
  };
  for (const { id: one } of ways) {
    drawn.steps[one] = fork;
    drawn.edges.push({ from: 'fork', port: one, to: one });
    for (const { id: other } of ways) {
      drawn.steps[`${one}-${other}`] = { kind: 'certify', title: 'Certificate', config: {} };
      drawn.edges.push({ from: one, port: other, to: `${one}-${other}` });
      drawn.steps[`${one}-${other}-end`] = steps['finish']!;
      drawn.edges.push({ from: `${one}-${other}`, port: 'next', to: `${one}-${other}-end` });
    }
  }
  return drawn;
}
