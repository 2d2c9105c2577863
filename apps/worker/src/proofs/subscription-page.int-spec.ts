import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { StepOf } from '@gradus/flow';
import { type Learner, command } from '../testing/school.ts';
import { SUBSCRIBE, Till } from '../testing/till.ts';

jest.setTimeout(60_000);

const PAGE: StepOf<'subscribe'> = {
  ...SUBSCRIBE,
  config: { ...SUBSCRIBE.config, checkout: { within: { amount: 7, unit: 'days' }, link: 'mail' } },
};

interface Row {
  id: string;
  process: string;
  state: string;
  session: string | null;
  url: string | null;
  decision: string | null;
}

/** Somebody without a kept card subscribes on the provider's page, once, whatever is told how often and in what order. */
describe('a subscription on the page of the provider', () => {
  let till: Till;
  beforeAll(async () => {
    till = await Till.open();
  });
  afterAll(() => till.close());

  const inActivity = (work: () => Promise<unknown>) => new MockActivityEnvironment().run(work);
  const activities = () => till.school.parts.activities;
  const rowOf = async (learner: Learner): Promise<Row> =>
    (
      await till.query<Row>(
        `SELECT s.id, p.id AS process, s.state, s.session_id AS session, s.checkout_url AS url, s.decision
           FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.user_id = $1`,
        [learner.userId],
      )
    )[0]!;
  const next = async ({ process }: Row) => (await activities().lookAtOrder({ processId: process })).next;
  const open = ({ process }: Row) => inActivity(() => activities().openCheckout({ processId: process }));
  const read = ({ process }: Row) => inActivity(() => activities().readCheckout({ processId: process }));
  const pay = ({ session }: Row, card = '4242424242424242') => till.twin.post(`/pay/${session}`, { card });
  const sessionsOf = async ({ id }: Row) =>
    (await till.twin.ledger()).sessions.filter(({ metadata }) => metadata['subscription_id'] === id);
  const paidOf = async ({ id }: Row) =>
    (await till.twin.ledger()).charges.filter(
      ({ metadata, status }) => metadata['subscription_id'] === id && status === 'succeeded',
    );
  const timeIsUp = (learner: Learner) =>
    till.query(
      `UPDATE runs SET state = jsonb_set(jsonb_set(state, '{tokens,0,triedAt}', '1000'), '{tokens,0,deadline}', '604801000'),
              wake_at = clock_timestamp() WHERE id = $1`,
      [learner.runId],
    );

  /** A learner at the step, with no card kept, before the page is opened. */
  async function atStep(step: StepOf<'subscribe'> = PAGE): Promise<{ learner: Learner; row: Row }> {
    const learner = await till.payer(step);
    await till.query('DELETE FROM payment_customers WHERE user_id = $1', [learner.userId]);
    await Promise.allSettled([till.perform(learner), till.perform(learner)]);
    expect(await till.endOf(learner)).toBe('act');
    return { learner, row: await rowOf(learner) };
  }
  /** The same, with the page open. */
  async function atPage(): Promise<{ learner: Learner; row: Row }> {
    const { learner, row } = await atStep();
    expect(await next(row)).toBe('checkout');
    await open(row);
    return { learner, row: await rowOf(learner) };
  }

  it('is opened once, mailed once, paid once, and told to the step and to conditions', async () => {
    const { learner, row } = await atPage();
    await open(row);
    expect(await sessionsOf(row)).toHaveLength(1);
    expect(row.url).toContain('/pay/');
    expect(
      await till.query('SELECT subject, payload FROM messages WHERE user_id = $1 AND purpose = $2', [
        learner.userId,
        'checkout',
      ]),
    ).toEqual([
      {
        subject: 'The club: begin your subscription',
        payload: { title: 'The club', price: expect.stringContaining('9') },
      },
    ]);
    await pay(row, '4000000000000002');
    await read(row);
    expect(await till.endOf(learner)).toBe('act');
    await pay(row);
    await Promise.all([read(row), read(row), read(row)]);
    expect(await till.endOf(learner)).toBe('subscribed');
    expect(await paidOf(row)).toHaveLength(1);
    expect(await rowOf(learner)).toMatchObject({ state: 'active', url: null, decision: 'subscribed' });
    expect(await next(row)).toBe('follow');
    const told = await till.query<{ type: string }>(
      `SELECT type FROM domain_events WHERE user_id = $1 AND type IN ('payment.succeeded', 'subscription.changed') ORDER BY type`,
      [learner.userId],
    );
    expect(told.map(({ type }) => type)).toEqual(['payment.succeeded', 'subscription.changed']);
    expect(
      await till.query(
        `SELECT 1 FROM entitlements WHERE enrollment_id = $1 AND source = 'subscription' AND ends_at IS NULL`,
        [learner.enrollmentId],
      ),
    ).toHaveLength(1);
  });

  it('that has lapsed at the provider is followed by another one, and taken up there', async () => {
    const { learner, row } = await atPage();
    await till.school.parts.parts.payments.expireCheckout(row.session!, 'lapsed');
    await Promise.all([read(row), read(row)]);
    expect(await till.endOf(learner)).toBe('act');
    expect(await next(row)).toBe('checkout');
    await open(row);
    const again = await rowOf(learner);
    expect(again.session).not.toBe(row.session);
    await pay(again);
    await read(again);
    expect(await till.endOf(learner)).toBe('subscribed');
    expect((await sessionsOf(row)).map(({ status }) => status).toSorted()).toEqual(['complete', 'expired']);
    expect(await paidOf(row)).toHaveLength(1);
  });

  it('is closed when the time is up, so that nobody pays for nothing', async () => {
    const { learner, row } = await atPage();
    await timeIsUp(learner);
    expect(await till.endOf(learner)).toBe('expired');
    expect(await next(row)).toBe('wait');
    await read(row);
    expect((await sessionsOf(row)).map(({ status }) => status)).toEqual(['expired']);
    expect(await rowOf(learner)).toMatchObject({ state: 'cancelled', url: null, decision: 'closed' });
    expect(await next(row)).toBe('end');
    await pay(row);
    expect(await paidOf(row)).toHaveLength(0);
  });

  it('that was paid a moment before it is closed is honoured, and the drawing stays where it went', async () => {
    const { learner, row } = await atPage();
    await pay(row);
    await timeIsUp(learner);
    expect(await till.endOf(learner)).toBe('expired');
    await read(row);
    expect(await rowOf(learner)).toMatchObject({ state: 'active', decision: 'subscribed' });
    expect(await till.endOf(learner)).toBe('expired');
    expect(await paidOf(row)).toHaveLength(1);
  });

  it('that was written before the time was up counts, however late the run looks', async () => {
    const { learner, row } = await atPage();
    await pay(row);
    await read(row);
    await timeIsUp(learner);
    expect(await till.endOf(learner)).toBe('subscribed');
  });

  it('is closed with the run', async () => {
    const { learner, row } = await atPage();
    await command(till.school, learner, { name: 'exit', reason: 'Enough.' });
    await till.turn(learner);
    await read(row);
    expect((await sessionsOf(row)).map(({ status }) => status)).toEqual(['expired']);
    expect(await next(row)).toBe('end');
  });

  it('is not needed by whoever has kept a card, and is not offered where the author does not say so', async () => {
    const learner = await till.payer(PAGE);
    await till.perform(learner);
    expect(await till.endOf(learner)).toBe('subscribed');
    const without = await till.payer(SUBSCRIBE);
    await till.query('DELETE FROM payment_customers WHERE user_id = $1', [without.userId]);
    await till.perform(without);
    expect(await till.endOf(without)).toBe('declined');
  });
});
