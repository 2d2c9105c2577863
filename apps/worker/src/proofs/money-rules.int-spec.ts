import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { endEntitlement, grantSeat } from '@gradus/database';
import { type Step, factsAt } from '@gradus/flow';
import { RunClock, readFacts } from '@gradus/database';
import { type Learner, command } from '../testing/school.ts';
import { CHARGE, SUBSCRIBE, Till, keyOf, refundOf } from '../testing/till.ts';

jest.setTimeout(60_000);

/** Money moves once, whatever dies in between; counted at the stand-in that receives it. */
describe('money', () => {
  let till: Till;
  let twin: Till['twin'];
  let school: Till['school'];
  beforeAll(async () => {
    till = await Till.open();
    ({ twin, school } = till);
  });
  afterAll(() => till.close());
  afterEach(() => twin.post('/api/faults', {}));

  const query = <T>(statement: string, values: unknown[]) => till.query<T>(statement, values);
  const turn = (learner: Learner) => till.turn(learner);
  const perform = (learner: Learner) => till.perform(learner);
  const payer = (step: Step) => till.payer(step);
  const endOf = (learner: Learner) => till.endOf(learner);
  const eventsOf = async (learner: Learner) =>
    (
      await query<{ type: string }>(
        `SELECT type FROM domain_events WHERE user_id = $1 AND (type LIKE 'payment.%' OR type LIKE 'subscription.%' OR type = 'enrollment.revoked') ORDER BY seq`,
        [learner.userId],
      )
    ).map(({ type }) => type);
  /** A worker took the effect, the provider acted, and the worker was killed before it could write that down. */
  async function killedAfter(learner: Learner, act: (outwardKey: string) => Promise<unknown>): Promise<void> {
    await act(keyOf(learner));
    await query(
      `UPDATE effects SET state = 'claimed', attempt = attempt + 1, claimed_by = gen_random_uuid()::text,
              claimed_until = clock_timestamp() - interval '1 second' WHERE key = $1`,
      [keyOf(learner)],
    );
  }
  const charged = async (key: string) =>
    (await twin.ledger()).charges.filter(
      ({ metadata, status }) => metadata['key'] === key && status === 'succeeded',
    );

  it('is taken from the saved card, told, and known to conditions', async () => {
    const learner = await payer(CHARGE);
    await perform(learner);
    expect(await endOf(learner)).toBe('paid');
    expect(await charged(keyOf(learner))).toHaveLength(1);
    expect(await eventsOf(learner)).toEqual(['payment.succeeded']);
    const facts = await readFacts(
      school.dataSource.manager,
      learner.enrollmentId,
      new RunClock(new Date(0), 1),
    );
    expect(factsAt(facts, Date.now() + 1_000).payment).toMatchObject({
      paid: true,
      failed: false,
      refunded: false,
    });
  });

  it('is taken once when the worker dies between the call and the writing, and the provider is asked, not charged, again', async () => {
    const learner = await payer(CHARGE);
    const { payments } = school.parts.parts;
    const card = (
      await query<{ customer: string; method: string; brand: string; last4: string }>(
        'SELECT customer, method, brand, last4 FROM payment_customers WHERE user_id = $1',
        [learner.userId],
      )
    )[0]!;
    await killedAfter(learner, (key) => payments.charge({ ...card, key, ...CHARGE.config }));
    const again = jest.spyOn(payments, 'charge');
    await perform(learner);
    await perform(learner);
    expect(again).not.toHaveBeenCalled();
    again.mockRestore();
    expect(await charged(keyOf(learner))).toHaveLength(1);
    expect(await query('SELECT 1 FROM charges WHERE user_id = $1', [learner.userId])).toHaveLength(1);
    expect(await endOf(learner)).toBe('paid');
  });

  it('is taken once when the provider acts and its answer is lost', async () => {
    const learner = await payer(CHARGE);
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await perform(learner);
    expect(await charged(keyOf(learner))).toHaveLength(1);
    expect(await endOf(learner)).toBe('paid');
  });

  it('that a card refuses takes the way that is drawn for it', async () => {
    const learner = await payer(CHARGE);
    await twin.post(`/api/methods/${learner.method}`, { decline: 'insufficient_funds' });
    await perform(learner);
    expect(await endOf(learner)).toBe('declined');
    expect(await eventsOf(learner)).toEqual(['payment.failed']);
    expect(await query('SELECT state, reason FROM charges WHERE user_id = $1', [learner.userId])).toEqual([
      { state: 'declined', reason: 'insufficient_funds' },
    ]);
  });

  it('that was taken after its step had been left is given back', async () => {
    const learner = await payer(CHARGE);
    const { payments } = school.parts.parts;
    const charge = payments.charge.bind(payments);
    const late = jest.spyOn(payments, 'charge').mockImplementation(async (request) => {
      await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
      await turn(learner);
      return charge(request);
    });
    await perform(learner);
    late.mockRestore();
    await turn(learner);
    const [refund] = await query<{ id: string; process: string }>(
      `SELECT f.id, p.id AS process FROM refunds f JOIN processes p ON p.subject_id = f.id WHERE f.user_id = $1`,
      [learner.userId],
    );
    await till.payBack(refund!.process);
    const [taken] = await charged(keyOf(learner));
    expect(taken).toMatchObject({ amount: 1_900, amount_refunded: 1_900 });
    expect(await eventsOf(learner)).toEqual(['payment.succeeded', 'payment.refunded']);
  });

  it('is given back once when the worker dies between the call and the writing', async () => {
    const learner = await payer(refundOf({ kind: 'percent', percent: 50 }));
    const { payments } = school.parts.parts;
    const [{ intent }] = (await query<{ intent: string }>(
      'SELECT payment_intent AS intent FROM orders WHERE id = $1',
      [learner.orderId],
    )) as [{ intent: string }];
    await killedAfter(learner, (key) => payments.refund({ key, paymentIntent: intent, amountMinor: 2_450 }));
    const again = jest.spyOn(payments, 'refund');
    await perform(learner);
    expect(again).not.toHaveBeenCalled();
    again.mockRestore();
    expect(await endOf(learner)).toBe('next');
    const { refunds } = await twin.ledger();
    expect(refunds.filter(({ metadata }) => metadata['key'] === keyOf(learner))).toHaveLength(1);
    expect(await query('SELECT state, refunded_minor FROM orders WHERE id = $1', [learner.orderId])).toEqual([
      { state: 'paid', refunded_minor: 2_450 },
    ]);
    expect(await eventsOf(learner)).toEqual(['payment.refunded']);
  });

  it('that a bank sends back is no refund: the step says so, and the money may be promised again', async () => {
    const learner = await payer(refundOf({ kind: 'all' }));
    await twin.post('/api/faults', { refundsFail: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.refund_failed' });
    expect(await endOf(learner)).toBe('error');
    expect(await query('SELECT state FROM refunds WHERE order_id = $1', [learner.orderId])).toEqual([
      { state: 'failed' },
    ]);
    await twin.post('/api/faults', {});
    const refund = await till.staffRefund(learner, 'again', null);
    expect(refund).toMatchObject({ state: 'opened', amountMinor: 4_900 });
  });

  /** What a refund of staff comes to: the bank refuses it, then others ask, then an operator has it tried again. */
  async function refusedThenRetried(others: number | null): Promise<[unknown, unknown, number]> {
    const learner = await payer(CHARGE);
    const first = await till.staffRefund(learner, `refused:${learner.runId}`, 3_000);
    const second = () => till.staffRefund(learner, `meanwhile:${learner.runId}`, others);
    if (first.state !== 'opened') throw new Error('Nothing was opened.');
    await twin.post('/api/faults', { refundsFail: true });
    await expect(till.payBack(first.processId)).rejects.toMatchObject({ type: 'payments.refund_failed' });
    const { recordBlockedProcess, lookAtRefund } = school.parts.activities;
    const blocked = { code: 'payments.refund_failed', detail: 'The bank says no.', definitive: true };
    await recordBlockedProcess({ processId: first.processId, ...blocked });
    await twin.post('/api/faults', {});
    const other = await second();
    if (other.state !== 'opened') throw new Error('Nothing was opened.');
    await query(`UPDATE processes SET state = 'open', problem_code = NULL, round = round + 1 WHERE id = $1`, [
      first.processId,
    ]);
    await lookAtRefund({ processId: first.processId });
    await till.payBack(first.processId);
    await till.payBack(other.processId);
    const [process] = await query('SELECT state FROM processes WHERE id = $1', [first.processId]);
    const [order] = await query<{ payment_intent: string }>(
      'SELECT payment_intent FROM orders WHERE id = $1',
      [learner.orderId],
    );
    const [refund] = await query('SELECT state, amount_minor AS amount FROM refunds WHERE id = $1', [
      first.refundId,
    ]);
    return [process, refund, (await till.chargeOf(order!.payment_intent)).amount_refunded];
  }

  it('that a bank refused is given back later as far as others have left any', async () => {
    expect(await refusedThenRetried(3_000)).toEqual([
      { state: 'ended' },
      { state: 'done', amount: 1_900 },
      4_900,
    ]);
  });

  it('that a bank refused and others have got since is not asked for again: nothing stays blocked', async () => {
    expect(await refusedThenRetried(null)).toEqual([
      { state: 'ended' },
      { state: 'failed', amount: 3_000 },
      4_900,
    ]);
  });

  it('is never promised twice, however many ask for it at once', async () => {
    const learner = await payer(CHARGE);
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, n) => till.staffRefund(learner, `race-${n}`, 3_000)),
    );
    const promised = asked.flatMap((one) => (one.state === 'opened' ? [one.amountMinor] : []));
    expect(promised.reduce((sum, amount) => sum + amount, 0)).toBe(4_900);
  });

  it('given back in full ends the access that came with it, keeps what was done, and a grant takes it up again', async () => {
    const learner = await payer(CHARGE);
    await query(`UPDATE entitlements SET source = 'order' WHERE enrollment_id = $1`, [learner.enrollmentId]);
    await query(
      `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id)
       SELECT $1, $2, l.id FROM lessons l JOIN modules m ON m.id = l.module_id WHERE m.course_version_id = $3 LIMIT 1`,
      [school.organizationId, learner.enrollmentId, school.courseVersionId],
    );
    const refund = await till.staffRefund(learner, `full:${learner.orderId}`, null, true);
    if (refund.state !== 'opened') throw new Error('Nothing was opened.');
    await till.payBack(refund.processId);
    await till.payBack(refund.processId);
    const seat = () =>
      query('SELECT state, ended_reason FROM enrollments WHERE id = $1', [learner.enrollmentId]);
    expect(await seat()).toEqual([{ state: 'revoked', ended_reason: 'Refunded at your request.' }]);
    expect(await eventsOf(learner)).toEqual(['payment.refunded', 'enrollment.revoked']);
    const facts = () =>
      readFacts(school.dataSource.manager, learner.enrollmentId, new RunClock(new Date(0), 1));
    expect(factsAt(await facts(), Date.now() + 1_000).access).toMatchObject({ open: false });

    const { organizationId } = school;
    const course = 'prompting-for-marketers';
    const granted = await school.dataSource.transaction((manager) =>
      grantSeat(manager, {
        organizationId,
        userId: learner.userId,
        course,
        givenBy: 'test',
        simulated: false,
      }),
    );
    expect(granted?.enrollmentId).toBe(learner.enrollmentId);
    await school.parts.activities.activateSeat({ processId: granted!.processId });
    expect(await seat()).toEqual([{ state: 'active', ended_reason: null }]);
    expect(factsAt(await facts(), Date.now() + 1_000)).toMatchObject({ access: { open: true } });
    expect(
      await query('SELECT 1 FROM lesson_progress WHERE enrollment_id = $1', [learner.enrollmentId]),
    ).toHaveLength(1);
  });

  it('of a grant that comes too late takes back its own and no other', async () => {
    const learner = await payer(CHARGE);
    await query(`DELETE FROM entitlements WHERE enrollment_id = $1`, [learner.enrollmentId]);
    const { organizationId } = school;
    const give = (givenBy: string) =>
      school.dataSource.transaction((manager) =>
        grantSeat(manager, {
          organizationId,
          userId: learner.userId,
          course: 'prompting-for-marketers',
          givenBy,
          simulated: false,
        }),
      );
    await give('another:run:1');
    await give('this:run:1');
    const { enrollmentId } = learner;
    const undo = (givenBy: string) =>
      endEntitlement(school.dataSource.manager, {
        organizationId,
        enrollmentId,
        source: 'grant',
        givenBy,
        reason: 'The place was given by mistake.',
      });
    expect(await undo('this:run:1')).toBe(false);
    const open = () =>
      query(
        `SELECT e.state, array_agg(n.given_by) AS by FROM enrollments e
           LEFT JOIN entitlements n ON n.enrollment_id = e.id AND n.ends_at IS NULL WHERE e.id = $1 GROUP BY e.id`,
        [learner.enrollmentId],
      );
    expect(await open()).toEqual([{ state: 'active', by: ['another:run:1'] }]);
    await undo('this:run:1');
    expect(await open()).toEqual([{ state: 'active', by: ['another:run:1'] }]);
    await undo('another:run:1');
    expect(await open()).toEqual([{ state: 'revoked', by: [null] }]);
  });

  it('leaves access open while another right is left', async () => {
    const learner = await payer(CHARGE);
    const about = {
      organizationId: school.organizationId,
      enrollmentId: learner.enrollmentId,
      reason: 'Over.',
    };
    await query(
      `INSERT INTO entitlements (organization_id, enrollment_id, source) VALUES ($1, $2, 'grant')`,
      [school.organizationId, learner.enrollmentId],
    );
    const { manager } = school.dataSource;
    expect(await endEntitlement(manager, { ...about, source: 'grant' })).toBe(false);
    expect(await endEntitlement(manager, { ...about, source: 'all' })).toBe(true);
    expect(await endEntitlement(manager, { ...about, source: 'all' })).toBe(false);
  });

  it('of a subscription: each renewal is paid once, it is past due while one fails, and its end ends the right', async () => {
    const learner = await payer(SUBSCRIBE);
    await perform(learner);
    expect(await endOf(learner)).toBe('subscribed');
    const [{ id, process }] = (await query<{ id: string; process: string }>(
      `SELECT s.id, p.id AS process FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.user_id = $1`,
      [learner.userId],
    )) as [{ id: string; process: string }];
    const follow = () => school.parts.activities.followSubscription({ processId: process });
    const stands = async () =>
      (
        await query<{ state: string; paid: number; declined: number }>(
          `SELECT s.state, count(*) FILTER (WHERE c.state = 'paid')::int AS paid,
                  count(*) FILTER (WHERE c.state = 'declined')::int AS declined
             FROM subscriptions s JOIN charges c ON c.subscription_id = s.id WHERE s.id = $1 GROUP BY s.id`,
          [id],
        )
      )[0];
    await twin.post('/api/clock', { days: 32 });
    await Promise.all([follow(), follow(), follow()]);
    expect(await stands()).toEqual({ state: 'active', paid: 2, declined: 0 });
    expect((await school.parts.activities.lookAtOrder({ processId: process })).next).toBe('follow');

    await twin.post(`/api/methods/${learner.method}`, { decline: 'insufficient_funds' });
    await twin.post('/api/clock', { days: 30 });
    await follow();
    await follow();
    expect(await stands()).toMatchObject({ state: 'past_due', paid: 2 });
    await twin.post('/api/clock', { days: 30 });
    await follow();
    expect(await stands()).toMatchObject({ state: 'cancelled', paid: 2 });
    expect(await eventsOf(learner)).toEqual(
      expect.arrayContaining(['payment.succeeded', 'payment.failed', 'subscription.changed']),
    );
    expect(
      await query(
        `SELECT ends_at IS NOT NULL AS over FROM entitlements WHERE enrollment_id = $1 AND source = 'subscription'`,
        [learner.enrollmentId],
      ),
    ).toEqual([{ over: true }]);
    expect((await school.parts.activities.lookAtOrder({ processId: process })).next).toBe('end');
    const paid = (await twin.ledger()).charges.filter(
      ({ metadata, status }) => metadata['subscription_id'] === id && status === 'succeeded',
    );
    expect(paid).toHaveLength(2);
  });

  it('granted by a step writes the place of another course, for its own process to fill', async () => {
    const learner = await payer({
      kind: 'grant',
      title: 'Give the course',
      config: { course: 'prompting-for-marketers' },
    });
    expect(await endOf(learner)).toBe('next');
    const rights = await query<{ source: string }>(
      'SELECT source FROM entitlements WHERE enrollment_id = $1 ORDER BY source',
      [learner.enrollmentId],
    );
    expect(rights.map(({ source }) => source)).toEqual(['free', 'grant']);
  });
});
