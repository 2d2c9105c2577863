import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
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
  const stateOf = async (table: 'effects' | 'messages', learner: Learner) => {
    const [row] = await school.dataSource.query<[{ state: string }]>(
      `SELECT state FROM ${table} WHERE run_id = $1`,
      [learner.runId],
    );
    return row.state;
  };
  const tokenOf = async (learner: Learner) => {
    const [row] = await school.dataSource.query<[{ token: { stepId: string; status: string } }]>(
      `SELECT state->'tokens'->0 AS token FROM runs WHERE id = $1`,
      [learner.runId],
    );
    return row.token;
  };

  it('that was given back after its step was left is cancelled, not done', async () => {
    const learner = await newcomer();
    await deliver(learner);
    await school.dataSource.query(`UPDATE effects SET state = 'claimed' WHERE run_id = $1`, [learner.runId]);
    await command(school, learner, { name: 'skip', stepId: 'certificate', visit: 1 });
    await turn(learner);
    await school.dataSource.query(`UPDATE effects SET state = 'planned' WHERE run_id = $1`, [learner.runId]);
    const key = `${learner.runId}:certificate:1`;
    await school.parts.activities.performEffect({ runId: learner.runId, key });
    expect(await stateOf('effects', learner)).toBe('cancelled');
  });

  it('that is a mail is not sent once an operator has ended the run, also when a relay had it in hand', async () => {
    const learner = await newcomer();
    const inHand = await claimMessage(school.dataSource);
    await command(school, learner, { name: 'exit', reason: 'test' });
    await turn(learner);
    await postpone(school.dataSource, inHand!, { code: 'mail.unreachable', detail: 'away' }, 0);
    const again = await claimMessage(school.dataSource);
    const settings = { publicUrl: 'https://school.example', linkSecret: school.config.auth.linkSecret };
    const composed = await composeMessage(school.dataSource, again!, settings);
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
