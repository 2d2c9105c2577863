import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Post, takeTurn } from '@gradus/activities';
import { twoWeeks } from '../testing/definitions.ts';
import { Letterbox, handsOf, relayOf } from '../testing/letterbox.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** Rule 6, where the relay has a hand free: the turn that queues a message claims it, too. */
describe('a message that its turn hands over', () => {
  let school: School;
  let letterbox: Letterbox;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  beforeEach(async () => {
    letterbox = new Letterbox();
    await school.dataSource.query(
      `UPDATE messages SET state = 'cancelled' WHERE state IN ('planned', 'claimed')`,
    );
  });
  afterAll(() => school.close());

  const relay = () => relayOf(school, letterbox);
  /** A hand that holds on to what it is given, and does nothing. */
  const dead = () => {
    const seen: string[] = [];
    const post: Post = {
      hand: () => ({
        claim: 'the dead',
        carry: (messageId) => seen.push(`carry ${messageId}`),
        free: () => seen.push('free'),
      }),
    };
    return { post, seen };
  };
  const turn = (learner: Learner, post: Post) =>
    takeTurn(school.dataSource, school.parts.parts.plans, learner.runId, post);
  const messageOf = async ({ runId }: Learner) => {
    const [row] = await school.dataSource.query<
      [{ id: string; state: string; attempt: number; claimed_by: string | null }]
    >('SELECT id, state, attempt, claimed_by FROM messages WHERE run_id = $1', [runId]);
    return row;
  };

  it('goes out once the turn is committed, and nobody is asked to look for it', async () => {
    const learner = await school.enrol({ ring: false });
    const hands = handsOf(relay(), 1);
    const { topics } = await turn(learner, hands);
    await hands.close();
    expect(topics).not.toContain('post');
    expect(await messageOf(learner)).toMatchObject({ state: 'done', attempt: 1, claimed_by: null });
    expect(letterbox.taken).toHaveLength(1);
    expect(letterbox.taken[0]?.text).toContain('Test School');
    expect(await relay().deliverOne()).toBe(false);
  });

  it('is left to whoever looks when no hand is free', async () => {
    const learner = await school.enrol({ ring: false });
    const { topics } = await turn(learner, handsOf(relay(), 0));
    expect(topics).toContain('post');
    expect(await messageOf(learner)).toMatchObject({ state: 'planned', attempt: 0 });
    expect(await relay().deliverOne()).toBe(true);
    expect(letterbox.taken).toHaveLength(1);
  });

  it('is found by another when the worker that has it in hand dies, and goes out under the same Message-ID', async () => {
    const learner = await school.enrol({ ring: false });
    const { post, seen } = dead();
    await turn(learner, post);
    const { id, claimed_by: claim } = await messageOf(learner);
    expect(seen).toEqual([`carry ${id}`]);
    expect(await relay().deliverOne()).toBe(false);
    await school.dataSource.query('UPDATE messages SET claimed_until = clock_timestamp() WHERE id = $1', [
      id,
    ]);
    expect(await relay().deliverOne()).toBe(true);
    // The dead one was only slow.
    await relay().deliverHanded(
      { messageId: id, claim: claim! },
      () => false,
      () => {},
    );
    expect(letterbox.taken).toHaveLength(1);
    expect(await messageOf(learner)).toMatchObject({ state: 'done', attempt: 2 });
  });

  it('is not sent by a hand that comes so late that another may have it before it is through', async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner, dead().post);
    const { id } = await messageOf(learner);
    await school.dataSource.query(
      `UPDATE messages SET claimed_until = clock_timestamp() + interval '30 seconds' WHERE id = $1`,
      [id],
    );
    await relay().deliverHanded(
      { messageId: id, claim: 'the dead' },
      () => false,
      () => {},
    );
    expect(letterbox.taken).toEqual([]);
  });

  it('is not handed over by a turn that also ends the run: it is called off', async () => {
    const learner = await school.enrol({ ring: false });
    await command(school, learner, { name: 'exit', reason: 'Asked to leave' });
    const { post, seen } = dead();
    await turn(learner, post);
    expect(seen).toEqual([]);
    expect(await messageOf(learner)).toMatchObject({ state: 'cancelled' });
  });

  it('leaves the hand free when its turn cannot be written', async () => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON run_turns FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const { post, seen } = dead();
    await turn(learner, post).catch(() => {});
    await school.dataSource.query('DROP TRIGGER refuse ON run_turns; DROP FUNCTION refuse()');
    expect(seen).toEqual(['free']);
    expect(await messageOf(learner)).toBeUndefined();
  });
});
