import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { keepText, noteModel } from '@gradus/database';
import type { Step } from '@gradus/flow';
import { type ClaimedMessage, claimMessage } from '../mailing/claim-message.ts';
import { withTexts } from '../mailing/fill-texts.ts';
import { journeyOf, waitOf } from '../testing/drawings.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const write: Step = {
  kind: 'generate',
  title: 'Cheer them up',
  config: {
    prompt: 'Cheer somebody up.',
    into: 'cheer',
    mostCharacters: 400,
    review: false,
    to: { kind: 'role', role: 'instructor' },
    zone: 'none',
  },
};
const mail: Step = {
  kind: 'message',
  title: 'Mail',
  config: {
    category: 'transactional',
    subject: 'For you',
    body: '{{text.cheer}}',
    waitForDelivery: false,
  },
};

/** A learner who comes to the same message again and again, each time with a text of its own or with none. */
describe('a message that uses a text', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await noteModel(school.dataSource.manager, { provider: 'openai', model: 'gpt-test' });
    await school.publishJourney(journeyOf({ write, mail, rest: waitOf(7) }, [['write', 'error', 'mail']]));
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  /** The provider has answered; no word: it has refused to. */
  const written = async (learner: Learner, visit: number, text: string | null) => {
    const { manager } = school.dataSource;
    const [effects] = await manager.query<[Array<{ id: string }>, number]>(
      `UPDATE effects SET state = $3, settled_at = clock_timestamp() WHERE run_id = $1 AND key = $2 RETURNING id`,
      [learner.runId, `${learner.runId}:write:${visit}`, text === null ? 'refused' : 'done'],
    );
    const effectId = effects[0]!.id;
    if (text !== null) {
      const cipher = await school.parts.parts.vault.seal(manager, learner.userId, text);
      await keepText(manager, { effectId, name: 'cheer', state: 'approved', model: 'gpt-test', cipher });
    }
    await turn(learner);
  };
  const back = async (learner: Learner, visit: number, effects: 'again' | 'reuse' = 'again') => {
    await command(school, learner, { name: 'move', stepId: 'rest', visit, to: 'write', effects });
    await turn(learner);
  };
  /** Of every message that is due, what it would say, by its key. */
  const said = async () => {
    const bodies: Array<[string, string | null]> = [];
    for (;;) {
      const claimed: ClaimedMessage | null = await claimMessage(school.dataSource);
      if (claimed === null) return Object.fromEntries(bodies);
      const { body } = await withTexts(school.dataSource, school.parts.parts.vault, claimed);
      bodies.push([claimed.key.split(':').slice(1).join(':'), body]);
    }
  };

  it('goes out with the text of its own visit, however late', async () => {
    const learner = await newcomer();
    await written(learner, 1, 'Week 1.');
    await back(learner, 1);
    await written(learner, 2, 'Week 2.');
    expect(await said()).toEqual({ 'mail:1': 'Week 1.', 'mail:2': 'Week 2.' });
  });

  it('has none when that visit came without one, whatever an earlier one had', async () => {
    const learner = await newcomer();
    await written(learner, 1, 'Week 1.');
    await back(learner, 1);
    await written(learner, 2, null);
    expect(await said()).toEqual({ 'mail:1': 'Week 1.', 'mail:2': '{{text.cheer}}' });
  });

  it('has the text of the visit that goes by its key', async () => {
    const learner = await newcomer();
    await written(learner, 1, 'Week 1.');
    await school.dataSource.query(
      `UPDATE messages SET state = 'refused', settled_at = clock_timestamp() WHERE run_id = $1`,
      [learner.runId],
    );
    await back(learner, 1, 'reuse');
    await written(learner, 2, 'Week 2.');
    expect(await said()).toEqual({ 'mail:1': 'Week 2.' });
  });
});
