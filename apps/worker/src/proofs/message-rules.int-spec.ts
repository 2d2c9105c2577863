import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { twoWeeks } from '../testing/definitions.ts';
import { Letterbox, relayOf } from '../testing/letterbox.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** Rule 6: messages share the ledger's states; consent and validity are checked at sending; one at a time. */
describe('a message', () => {
  let school: School;
  let letterbox: Letterbox;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  beforeEach(async () => {
    letterbox = new Letterbox();
    await school.dataSource.query(`UPDATE messages SET state = 'cancelled' WHERE state = 'planned'`);
  });
  afterAll(() => school.close());

  const relay = (horizonSeconds?: number) => relayOf(school, letterbox, horizonSeconds);
  const queued = async (change = ''): Promise<Learner & { messageId: string }> => {
    const learner = await school.enrol({ ring: false });
    await takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
    const [row] = await school.dataSource.query<[{ id: string }]>(
      'SELECT id FROM messages WHERE run_id = $1',
      [learner.runId],
    );
    if (change) await school.dataSource.query(`UPDATE messages SET ${change} WHERE id = $1`, [row.id]);
    return { ...learner, messageId: row.id };
  };
  const stateOf = async (messageId: string) => {
    const [row] = await school.dataSource.query<[{ state: string; problem_code: string | null }]>(
      'SELECT state, problem_code FROM messages WHERE id = $1',
      [messageId],
    );
    return row;
  };

  it('goes out once, however many relays look', async () => {
    const { messageId } = await queued();
    await Promise.all(Array.from({ length: 6 }, () => relay().deliverOne()));
    expect(letterbox.taken).toHaveLength(1);
    expect(await stateOf(messageId)).toEqual({ state: 'done', problem_code: null });
  });

  it('is claimed and marked alone, also when its relay goes on to the next', async () => {
    for (let at = 0; at < 3; at++) await queued();
    const inHand: number[] = [];
    letterbox.onSend = async () => {
      const [row] = await school.dataSource.query<[{ n: number }]>(
        `SELECT count(*)::int AS n FROM messages WHERE state = 'claimed'`,
      );
      inHand.push(row.n);
    };
    let another = 0;
    await relay().deliverAll(
      () => letterbox.taken.length < 2,
      () => another++,
    );
    expect(inHand).toEqual([1, 1]);
    expect(another).toBe(2);
    const left = await school.dataSource.query<Array<{ state: string }>>(
      `SELECT state FROM messages WHERE state IN ('planned', 'claimed')`,
    );
    expect(left).toEqual([{ state: 'planned' }]);
  });

  it('never holds the learner back: the run is past it while the mail server is away', async () => {
    letterbox.answer = 'is away';
    const { messageId, runId } = await queued();
    await relay().deliverOne();
    expect((await stateOf(messageId)).state).toBe('planned');
    const [run] = await school.dataSource.query<[{ step: string }]>(
      `SELECT state->'tokens'->0->>'stepId' AS step FROM runs WHERE id = $1`,
      [runId],
    );
    expect(run.step).toBe('week2');
  });

  it('carries the same Message-ID each time it is tried', async () => {
    const { messageId } = await queued();
    await relay().deliverOne();
    await school.dataSource.query(
      `UPDATE messages SET state = 'claimed', claimed_until = clock_timestamp() WHERE id = $1`,
      [messageId],
    );
    await relay().deliverOne();
    expect(new Set(letterbox.taken.map((mail) => mail.messageId)).size).toBe(1);
    expect(letterbox.taken).toHaveLength(2);
  });

  it('is refused by the server for good, and is listed; is undelivered when the retries are spent', async () => {
    letterbox.answer = 'refuses';
    const refused = await queued();
    await relay().deliverOne();
    expect((await stateOf(refused.messageId)).state).toBe('refused');
    letterbox.answer = 'is away';
    const late = await queued(`retrying_since = clock_timestamp() - interval '1 hour'`);
    await relay().deliverOne();
    expect((await stateOf(late.messageId)).state).toBe('unknown');
  });

  it('asks for consent when it is sent, not when it was queued', async () => {
    const { messageId, userId } = await queued(`category = 'marketing'`);
    await school.dataSource.query(
      'UPDATE memberships SET marketing_refused_at = clock_timestamp() WHERE user_id = $1',
      [userId],
    );
    await relay().deliverOne();
    expect(await stateOf(messageId)).toEqual({ state: 'cancelled', problem_code: 'message.no-consent' });
    expect(letterbox.taken).toHaveLength(0);
  });

  const withSettings = (settings: object) =>
    school.dataSource.query(
      `UPDATE automation_versions SET definition = jsonb_set(definition, '{settings}', definition->'settings' || $1::jsonb)`,
      [JSON.stringify(settings)],
    );
  const around = (fromHours: number, toHours: number) => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' });
    const time = (hours: number) => clock.format(Date.now() + hours * 3_600_000);
    return { from: time(fromHours), to: time(toHours), zone: 'learner' };
  };

  it('that comes late into the quiet hours waits for their end, and that is no failure', async () => {
    const { messageId } = await queued();
    await withSettings({ quietHours: around(-1, 1) });
    await relay().deliverOne();
    const [row] = await school.dataSource.query<[{ state: string; attempt: number; minutes: number }]>(
      `SELECT state, attempt, EXTRACT(EPOCH FROM next_attempt_at - clock_timestamp())::float / 60 AS minutes
         FROM messages WHERE id = $1`,
      [messageId],
    );
    expect(letterbox.taken).toHaveLength(0);
    expect(row).toMatchObject({ state: 'planned', attempt: 0 });
    expect(row.minutes).toBeGreaterThan(58);
    expect(row.minutes).toBeLessThan(61);
    await withSettings({ quietHours: around(1, 2) });
    await school.dataSource.query('UPDATE messages SET next_attempt_at = clock_timestamp() WHERE id = $1', [
      messageId,
    ]);
    await relay().deliverOne();
    await withSettings({ quietHours: null });
    expect((await stateOf(messageId)).state).toBe('done');
  });

  it('over the frequency cap is left unsent with the reason; what belongs to the course never is', async () => {
    await withSettings({ frequencyCap: { messages: 2, per: { amount: 1, unit: 'days' } } });
    const first = await queued(`category = 'marketing'`);
    const more = await school.dataSource.query<Array<{ id: string }>>(
      `INSERT INTO messages (organization_id, user_id, run_id, version_id, step_id, visit, key, category, purpose, subject,
                             next_attempt_at)
       SELECT organization_id, user_id, run_id, version_id, step_id, 1, key || ':' || n,
              CASE n WHEN 4 THEN 'transactional' ELSE 'marketing' END, 'step', 'More', clock_timestamp()
         FROM messages, generate_series(1, 4) AS n WHERE id = $1 ORDER BY n RETURNING id`,
      [first.messageId],
    );
    await Promise.all(Array.from({ length: 6 }, () => relay().deliverOne()));
    await withSettings({ frequencyCap: null });
    const states = await Promise.all([first.messageId, ...more.map(({ id }) => id)].map(stateOf));
    const over = { state: 'cancelled', problem_code: 'message.over-cap' };
    expect(states.filter(({ state }) => state === 'done')).toHaveLength(3);
    expect(states.filter(({ state }) => state === 'cancelled')).toEqual([over, over]);
    expect(states.at(-1)).toEqual({ state: 'done', problem_code: null });
  });

  it('offers one-click unsubscribing in marketing mail only', async () => {
    await queued();
    await relay().deliverOne();
    await queued(`category = 'marketing'`);
    await relay().deliverOne();
    expect(letterbox.taken.map((mail) => mail.unsubscribeUrl !== null)).toEqual([false, true]);
  });

  it('is not delivered after it stopped being useful', async () => {
    const { messageId } = await queued(`valid_until = clock_timestamp() - interval '1 second'`);
    await relay().deliverOne();
    expect(await stateOf(messageId)).toEqual({ state: 'cancelled', problem_code: 'message.too-late' });
  });

  it('is cancelled with the run that an operator ends', async () => {
    const { messageId, runId } = await queued();
    await school.dataSource.query(
      `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
       VALUES ($1, $2, 'command', 'stop', 'exit', '{"command":{"name":"exit","reason":"test"}}', clock_timestamp())`,
      [school.organizationId, runId],
    );
    await takeTurn(school.dataSource, school.parts.parts.plans, runId);
    expect((await stateOf(messageId)).state).toBe('cancelled');
  });

  const noticesOf = async (messageId: string) => {
    const rows = await school.dataSource.query<Array<{ user_id: string; content_cipher: Buffer }>>(
      'SELECT user_id, content_cipher FROM notices WHERE message_id = $1',
      [messageId],
    );
    const { vault } = school.parts.parts;
    return Promise.all(
      rows.map((row) => vault.openJson(school.dataSource.manager, row.user_id, row.content_cipher)),
    );
  };

  it('is shown in-app without any mail, once however many relays look', async () => {
    const { messageId } = await queued(`channel = 'inApp'`);
    await Promise.all(Array.from({ length: 4 }, () => relay().deliverOne()));
    expect(letterbox.taken).toHaveLength(0);
    expect(await noticesOf(messageId)).toEqual([
      { title: 'Welcome', body: 'Week 1 is open.', path: `/courses/${school.courseId}` },
    ]);
    expect((await stateOf(messageId)).state).toBe('done');
  });

  it('is shown at once although the mail server is away, and not again when the mail goes out', async () => {
    letterbox.answer = 'is away';
    const { messageId } = await queued(`channel = 'both'`);
    await relay().deliverOne();
    expect(await noticesOf(messageId)).toHaveLength(1);
    expect((await stateOf(messageId)).state).toBe('planned');
    letterbox.answer = 'takes';
    await school.dataSource.query('UPDATE messages SET next_attempt_at = clock_timestamp() WHERE id = $1', [
      messageId,
    ]);
    await relay().deliverOne();
    expect(letterbox.taken).toHaveLength(1);
    expect(await noticesOf(messageId)).toHaveLength(1);
    expect((await stateOf(messageId)).state).toBe('done');
  });

  it('is not shown to whoever refused marketing', async () => {
    const { messageId, userId } = await queued(`category = 'marketing', channel = 'inApp'`);
    await school.dataSource.query(
      'UPDATE memberships SET marketing_refused_at = clock_timestamp() WHERE user_id = $1',
      [userId],
    );
    await relay().deliverOne();
    expect(await noticesOf(messageId)).toEqual([]);
    expect(await stateOf(messageId)).toEqual({ state: 'cancelled', problem_code: 'message.no-consent' });
  });
});
