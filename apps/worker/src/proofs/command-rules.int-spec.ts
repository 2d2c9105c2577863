import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import type { OperatorCommand } from '@gradus/flow';
import { claimMessage } from '../mailing/claim-message.ts';
import { greetings } from '../testing/definitions.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** What operators' commands do to the ledger: nothing that was done is done again unless they say so. */
describe("an operator's command", () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(greetings());
  });
  beforeEach(() =>
    school.dataSource.query(`UPDATE messages SET state = 'cancelled' WHERE state = 'planned'`),
  );
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const order = async (learner: Learner, ordered: OperatorCommand) => {
    const key = await command(school, learner, ordered);
    await turn(learner);
    const [row] = await school.dataSource.query<[{ outcome: { accepted: boolean; detail: string } }]>(
      'SELECT outcome FROM inbox WHERE run_id = $1 AND key = $2',
      [learner.runId, key],
    );
    return row.outcome;
  };
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  const mails = (learner: Learner) =>
    school.dataSource.query<
      Array<{ step_id: string; visit: number; key: string; state: string; try: number; held: boolean }>
    >(
      `SELECT step_id, visit, replace(key, run_id::text || ':', '') AS key, state, try, held_at IS NOT NULL AS held
         FROM messages WHERE run_id = $1 ORDER BY created_at, key`,
      [learner.runId],
    );
  const settle = (learner: Learner, state: string) =>
    school.dataSource.query(
      `UPDATE messages SET state = $2, settled_at = clock_timestamp() WHERE run_id = $1`,
      [learner.runId, state],
    );
  const place = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      [{ condition: string; tokens: Array<{ stepId: string; visit: number; status: string }> }]
    >(`SELECT condition, state->'tokens' AS tokens FROM runs WHERE id = $1`, [learner.runId]);
    return { condition: row.condition, ...row.tokens[0] };
  };

  it('moves a learner back without mailing again what was delivered', async () => {
    const learner = await newcomer();
    await settle(learner, 'done');
    const answer = await order(learner, { name: 'move', stepId: 'pause', visit: 1, to: 'hello' });
    expect(answer).toEqual({ accepted: true, detail: 'Moved from “Pause” to “Welcome”.' });
    expect(await place(learner)).toMatchObject({ stepId: 'pause', visit: 2 });
    expect(await mails(learner)).toEqual([
      { step_id: 'hello', visit: 2, key: 'hello:1', state: 'done', try: 1, held: false },
    ]);
  });

  it('moves a learner back and mails what was never delivered: after a refusal under a new try', async () => {
    const learner = await newcomer();
    await settle(learner, 'refused');
    await order(learner, { name: 'move', stepId: 'pause', visit: 1, to: 'hello' });
    expect(await mails(learner)).toEqual([
      { step_id: 'hello', visit: 2, key: 'hello:1', state: 'planned', try: 2, held: false },
    ]);
  });

  it('mails again, under a new key, when the operator says so', async () => {
    const learner = await newcomer();
    await settle(learner, 'done');
    await order(learner, { name: 'move', stepId: 'pause', visit: 1, to: 'hello', effects: 'again' });
    expect((await mails(learner)).map(({ key, state }) => [key, state])).toEqual([
      ['hello:1', 'done'],
      ['hello:2', 'planned'],
    ]);
  });

  it('holds mails back during a pause of effects, also those that wait, and lets them go after it', async () => {
    const learner = await newcomer();
    await order(learner, { name: 'pause', hold: 'holdEffects' });
    expect(await place(learner)).toMatchObject({ condition: 'held', stepId: 'pause', status: 'waiting' });
    await order(learner, { name: 'skip', stepId: 'pause', visit: 1 });
    expect((await mails(learner)).map(({ key, held }) => [key, held])).toEqual([
      ['hello:1', true],
      ['later:1', true],
    ]);
    expect(await claimMessage(school.dataSource)).toBeNull();
    await order(learner, { name: 'resume', overdue: 'latestOnly' });
    expect((await mails(learner)).map(({ key, held, state }) => [key, held, state])).toEqual([
      ['hello:1', false, 'planned'],
      ['later:1', false, 'planned'],
    ]);
    expect(await claimMessage(school.dataSource)).toMatchObject({ stepId: 'hello' });
  });

  it('leaves out on resuming what the policy says, with the reason in the ledger and in the story', async () => {
    const learner = await newcomer();
    await settle(learner, 'done');
    await order(learner, { name: 'pause', hold: 'holdEffects' });
    await order(learner, { name: 'move', stepId: 'pause', visit: 1, to: 'hello', effects: 'again' });
    await order(learner, { name: 'skip', stepId: 'pause', visit: 2 });
    await order(learner, { name: 'resume', overdue: 'latestOnly' });
    expect((await mails(learner)).map(({ key, state }) => [key, state])).toEqual([
      ['hello:1', 'done'],
      ['hello:2', 'cancelled'],
      ['later:1', 'planned'],
    ]);
    const story = await school.dataSource.query<Array<{ step_id: string }>>(
      `SELECT step_id FROM run_events WHERE run_id = $1 AND type = 'dropped'`,
      [learner.runId],
    );
    expect(story).toEqual([{ step_id: 'hello' }]);
  });

  it('counts a learner who was moved out of a step once, in the step they are in', async () => {
    const learner = await newcomer();
    await order(learner, { name: 'move', stepId: 'pause', visit: 1, to: 'rest' });
    const visits = await school.dataSource.query<
      Array<{ step_id: string; state: string; left_because: string }>
    >(
      `SELECT step_id, state, left_because FROM step_runs WHERE run_id = $1 AND step_id IN ('pause', 'rest')
        ORDER BY step_id`,
      [learner.runId],
    );
    expect(visits).toEqual([
      { step_id: 'pause', state: 'left', left_because: 'moved' },
      { step_id: 'rest', state: 'waiting', left_because: null },
    ]);
  });
});
