import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Audience } from '@gradus/contracts';
import {
  checkNextPerson,
  keepRefundNotice,
  recordCharge,
  saveSegment,
  writeOutsideRefunds,
} from '@gradus/database';
import { routeAll } from '../testing/route-all.ts';
import type { Payer, Till as TillType } from '../testing/till.ts';
import { CHARGE, SUBSCRIBE, Till, keyOf, refundOf } from '../testing/till.ts';

jest.setTimeout(60_000);

/** What the school does on the provider's own pages is so here, too, however the notices of it come. */
describe('money that is moved at the provider', () => {
  let till: TillType;
  let twin: TillType['twin'];
  let school: TillType['school'];
  beforeAll(async () => {
    till = await Till.open();
    ({ twin, school } = till);
  });
  afterAll(() => till.close());
  const query = <T>(statement: string, values: unknown[]) => till.query<T>(statement, values);

  /** A buyer whose place rests on the order, and the process of that order with a notice of it, as the webhook writes them. */
  async function buyer(): Promise<Payer & { charge: string; process: string }> {
    const learner = await till.payer(CHARGE);
    await query(`UPDATE entitlements SET source = 'order', order_id = $2 WHERE enrollment_id = $1`, [
      learner.enrollmentId,
      learner.orderId,
    ]);
    const [order] = await query<{ payment_intent: string }>(
      'SELECT payment_intent FROM orders WHERE id = $1',
      [learner.orderId],
    );
    const process = await till.processOf(learner.orderId);
    return { ...learner, charge: (await till.chargeOf(order!.payment_intent)).id, process };
  }
  const notice = (paymentId: string, eventId: string) =>
    query(
      `INSERT INTO webhook_events (provider, event_id, type, payment_id) VALUES ('stripe', $2, 'charge.refunded', $1)`,
      [paymentId, eventId],
    );
  const follow = async (process: string) => {
    const { lookAtOrder, followSubscription } = school.parts.activities;
    for (let looked = await lookAtOrder({ processId: process }); looked.next === 'follow';) {
      await followSubscription({ processId: process });
      looked = await lookAtOrder({ processId: process });
    }
  };
  const stands = async ({ orderId, enrollmentId }: Payer) => {
    const [row] = await query<object>(
      `SELECT o.state AS order, o.refunded_minor AS refunded, e.state AS seat,
              (SELECT array_agg(f.state ORDER BY f.created_at) FROM refunds f WHERE f.order_id = o.id) AS refunds,
              (SELECT count(*)::int FROM domain_events d WHERE d.enrollment_id = e.id AND d.type = 'payment.refunded') AS told
         FROM orders o JOIN enrollments e ON e.id = $2 WHERE o.id = $1`,
      [orderId, enrollmentId],
    );
    return row;
  };

  it('is written down once: in parts, in whole, told twice and late', async () => {
    const mine = await buyer();
    await till.deed('refund', { charge: mine.charge, part: 'half' });
    await notice(mine.orderId, 'evt_half');
    await follow(mine.process);
    expect(await stands(mine)).toEqual({
      order: 'paid',
      refunded: 2450,
      seat: 'active',
      refunds: ['done'],
      told: 1,
    });
    await till.deed('refund', { charge: mine.charge, part: 'all' });
    await Promise.all([notice(mine.orderId, 'evt_all'), notice(mine.orderId, 'evt_again')]);
    await Promise.all([follow(mine.process), follow(mine.process)]);
    await notice(mine.orderId, 'evt_late');
    await follow(mine.process);
    expect(await stands(mine)).toEqual({
      order: 'refunded',
      refunded: 4900,
      seat: 'revoked',
      refunds: ['done', 'done'],
      told: 2,
    });
    expect(
      await query(
        'SELECT count(*)::int AS open FROM webhook_events WHERE payment_id = $1 AND processed_at IS NULL',
        [mine.orderId],
      ),
    ).toEqual([{ open: 0 }]);
  });

  /** As the webhook keeps it. */
  const told = (eventId: string, paymentIntent: string) =>
    school.dataSource.transaction((manager) =>
      keepRefundNotice(manager, { provider: 'stripe', eventId, type: 'charge.refunded', paymentIntent }),
    );

  it('before we know that it was paid is written down as soon as we do', async () => {
    const learner = await till.payer(CHARGE);
    const { payments } = school.parts.parts;
    const { sessionId, url } = await till.unpaid(learner);
    await query('DELETE FROM entitlements WHERE enrollment_id = $1', [learner.enrollmentId]);
    await query(`UPDATE enrollments SET state = 'pending', source = 'order' WHERE id = $1`, [
      learner.enrollmentId,
    ]);
    const process = await till.processOf(learner.orderId);
    await till.pay(url);
    const { paymentIntent } = await payments.readCheckout(sessionId);
    await till.deed('refund', { charge: (await till.chargeOf(paymentIntent!)).id, part: 'all' });
    expect(await told('evt_early', paymentIntent!)).toEqual({ processId: null });
    await school.parts.activities.readCheckout({ processId: process });
    await follow(process);
    expect(await stands(learner)).toEqual({
      order: 'refunded',
      refunded: 4900,
      seat: 'revoked',
      refunds: ['done'],
      told: 1,
    });
    expect((await school.parts.activities.lookAtOrder({ processId: process })).next).toBe('end');
  });

  it('of a charge before we have written it is written down with it', async () => {
    const learner = await till.payer(CHARGE);
    const { payments } = school.parts.parts;
    const key = `early:${learner.userId}`;
    const made = await payments.charge({ ...(await till.cardOf(learner)), ...CHARGE.config, key });
    const paymentIntent = made.paymentIntent!;
    await till.deed('refund', { charge: (await till.chargeOf(paymentIntent)).id, part: 'all' });
    await told('evt_early_charge', paymentIntent);
    const { organizationId } = school;
    const { userId, enrollmentId } = learner;
    const id = await school.dataSource.transaction((manager) =>
      recordCharge(manager, {
        organizationId,
        userId,
        enrollmentId,
        courseId: null,
        subscriptionId: null,
        runId: null,
        key,
        ...CHARGE.config,
        declined: null,
        paymentIntent,
        simulated: false,
      }),
    );
    const [process] = await query<{ id: string; due: boolean }>(
      `SELECT id, wake_at <= clock_timestamp() AS due FROM processes WHERE kind = 'runSubscription' AND subject_id = $1`,
      [id],
    );
    expect(process).toMatchObject({ due: true });
    await follow(process!.id);
    expect(await query('SELECT refunded_minor FROM charges WHERE id = $1', [id])).toEqual([
      { refunded_minor: 1_900 },
    ]);
  });

  it('is our own refund, whose answer was lost and which somebody took for not done: it is written down and not made again', async () => {
    const learner = await till.payer(refundOf({ kind: 'percent', percent: 50 }));
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(till.perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await query(`UPDATE effects SET state = 'refused', settled_at = clock_timestamp() WHERE key = $1`, [
      keyOf(learner),
    ]);
    await query(`UPDATE refunds SET state = 'failed' WHERE key = $1`, [keyOf(learner)]);
    const [order] = await query<{ payment_intent: string }>(
      'SELECT payment_intent FROM orders WHERE id = $1',
      [learner.orderId],
    );
    const { processId } = (await told('evt_own', order!.payment_intent))!;
    await follow(processId!);
    await told('evt_own_again', order!.payment_intent);
    await follow(processId!);
    const once = { order: 'paid', refunded: 2450, seat: 'active', refunds: ['done'], told: 1 };
    expect(await stands(learner)).toEqual(once);
    await query(`UPDATE effects SET state = 'planned', try = 2, attempt = 0 WHERE key = $1`, [
      keyOf(learner),
    ]);
    await till.perform(learner);
    expect(await stands(learner)).toEqual(once);
    const { amount_refunded: back } = await till.chargeOf(order!.payment_intent);
    expect(back).toBe(2450);
  });

  /** Half of an order, which staff have promised and which is to leave access open. */
  const promised = async (payer: Payer) => {
    const opened = await till.staffRefund(payer, `half:${payer.orderId}`, 2_450);
    if (opened.state !== 'opened') throw new Error('Nothing was opened.');
    return opened;
  };
  /** Has the school say whether what is given back there ends access. */
  const endsAccess = (ends: boolean) =>
    query('UPDATE organizations SET outside_refund_ends_access = $2 WHERE id = $1', [
      school.organizationId,
      ends,
    ]);

  it.each([
    [true, 'revoked'],
    [false, 'active'],
  ])(
    'in whole, of which staff had promised half, ends access if the school says so: %s',
    async (ends, seat) => {
      const mine = await buyer();
      await promised(mine);
      await endsAccess(ends);
      await till.deed('refund', { charge: mine.charge, part: 'all' });
      await notice(mine.orderId, `evt_promised_${ends}`);
      await follow(mine.process);
      await endsAccess(true);
      expect(await stands(mine)).toEqual({
        order: 'refunded',
        refunded: 4900,
        seat,
        refunds: ['done'],
        told: 1,
      });
    },
  );

  it('is asked for once in an attempt, and nobody else takes the refund up while the provider may still answer', async () => {
    const mine = await buyer();
    const { refundId, processId } = await promised(mine);
    const { payments } = school.parts.parts;
    const give = payments.refund.bind(payments);
    const claims: unknown[] = [];
    const given = jest.spyOn(payments, 'refund').mockImplementation(async (wish) => {
      claims.push(
        ...(await query(
          `SELECT claimed_until > clock_timestamp() + interval '45 seconds' AS "longEnough" FROM effects WHERE key = $1`,
          [`refund:${refundId}`],
        )),
      );
      await give(wish);
      throw new Error('The answer was lost.');
    });
    await expect(till.payBack(processId)).rejects.toThrow('lost');
    const asked = jest.spyOn(payments, 'refundsOf');
    const askedAgain = jest.spyOn(payments, 'findRefund');
    await till.payBack(processId);
    const calls = [given, asked, askedAgain].map((spy) => spy.mock.calls.length);
    for (const spy of [given, asked, askedAgain]) spy.mockRestore();
    expect(claims).toEqual([{ longEnough: true }]);
    expect(calls).toEqual([1, 1, 0]);
    expect(await stands(mine)).toMatchObject({ refunded: 2450, refunds: ['done'], told: 1 });
  });

  it('is our own, whose worker died before it was written down: the ledger hears of it, too', async () => {
    const mine = await buyer();
    const { refundId, processId } = await promised(mine);
    const { payments } = school.parts.parts;
    const give = payments.refund.bind(payments);
    const given = jest.spyOn(payments, 'refund').mockImplementation(async (wish) => {
      await give(wish);
      throw new Error('The worker died.');
    });
    await expect(till.payBack(processId)).rejects.toThrow('died');
    given.mockRestore();
    const effect = `refund:${refundId}`;
    await query(
      `UPDATE effects SET state = 'claimed', claimed_until = clock_timestamp() + interval '1 minute' WHERE key = $1`,
      [effect],
    );
    await notice(mine.orderId, 'evt_own_died');
    await follow(mine.process);
    await till.payBack(processId);
    expect(await stands(mine)).toMatchObject({ refunded: 2450, refunds: ['done'], told: 1 });
    expect(
      await query(`SELECT state, outcome->>'refundId' LIKE 're_%' AS known FROM effects WHERE key = $1`, [
        effect,
      ]),
    ).toEqual([{ state: 'done', known: true }]);
  });

  it('and is heard of while our own refund is given up: neither waits for the other', async () => {
    const mine = await buyer();
    const { refundId, processId } = await promised(mine);
    const { recordBlockedProcess } = school.parts.activities;
    const problem = { processId, code: 'payments.bad_request', detail: 'No.', definitive: true };
    const waits = async () => {
      const [row] = await query<{ waiting: boolean }>(
        `SELECT count(*) > 0 AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        [],
      );
      return row!.waiting;
    };
    let givenUp = Promise.resolve();
    const heard = school.dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM refunds WHERE id = $1 FOR NO KEY UPDATE', [refundId]);
      givenUp = recordBlockedProcess(problem);
      givenUp.catch(() => {});
      while (!(await waits())) await new Promise((resolve) => setTimeout(resolve, 20));
      await writeOutsideRefunds(manager, school.organizationId, { kind: 'order', id: mine.orderId }, [
        { refundId: `re_${refundId}`, key: null, amountMinor: 4_900, status: 'done' },
      ]);
    });
    await heard;
    await givenUp;
    expect(await stands(mine)).toMatchObject({ refunded: 4900, refunds: ['done'] });
    expect(await query('SELECT state FROM processes WHERE id = $1', [processId])).toEqual([
      { state: 'ended' },
    ]);
  });

  it('leaves access open where the school has said so', async () => {
    const mine = await buyer();
    await endsAccess(false);
    await till.deed('refund', { charge: mine.charge, part: 'all' });
    await notice(mine.orderId, 'evt_kept');
    await follow(mine.process);
    await endsAccess(true);
    expect(await stands(mine)).toMatchObject({ order: 'refunded', seat: 'active' });
  });

  /** A segment of all whose order was refunded. */
  async function refundedSegment(): Promise<string> {
    const id = randomUUID();
    const audience: Audience = {
      match: 'all',
      conditions: [{ about: 'order', course: null, states: ['refunded'] }],
    };
    const { organizationId } = school;
    await school.dataSource.transaction((manager) =>
      saveSegment(manager, { id, organizationId, name: id, audience, savedBy: null }),
    );
    return id;
  }

  /** What a segment tells of somebody, once it has looked at whoever is noted for it; at nobody else. */
  async function toldOf(segment: string, userId: string): Promise<string[]> {
    while (await checkNextPerson(school.dataSource)) {
      // until nobody is left
    }
    const events = await query<{ type: string }>(
      `SELECT type FROM domain_events WHERE data->>'segment' = $1 AND user_id = $2 ORDER BY seq`,
      [segment, userId],
    );
    return events.map(({ type }) => type);
  }

  it('counts no longer when the bank sends it back', async () => {
    const mine = await buyer();
    await till.deed('refund', { charge: mine.charge, part: 'all' });
    await notice(mine.orderId, 'evt_given');
    const segment = await refundedSegment();
    await follow(mine.process);
    await routeAll(school);
    expect(await toldOf(segment, mine.userId)).toEqual(['segment.entered']);
    const refund = (await twin.ledger()).refunds.find(({ charge }) => charge === mine.charge)!;
    await till.deed('send-back', { refund: refund.id });
    await notice(mine.orderId, 'evt_back');
    await follow(mine.process);
    await notice(mine.orderId, 'evt_back_again');
    await follow(mine.process);
    expect(await stands(mine)).toMatchObject({ order: 'paid', refunded: 0, refunds: ['failed'] });
    expect(await toldOf(segment, mine.userId)).toEqual(['segment.entered', 'segment.left']);
  });

  it('ends a subscription that is cancelled there, and the right with it, however often that is told', async () => {
    const learner = await till.payer(SUBSCRIBE);
    await query(`DELETE FROM entitlements WHERE enrollment_id = $1`, [learner.enrollmentId]);
    await till.perform(learner);
    const [row] = await query<{ provider_id: string; process: string }>(
      `SELECT s.provider_id, p.id AS process FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.user_id = $1`,
      [learner.userId],
    );
    await till.deed('cancel', { subscription: row!.provider_id, when: 'periodEnd' });
    const { followSubscription } = school.parts.activities;
    await followSubscription({ processId: row!.process });
    const how = () =>
      query(
        `SELECT s.state, s.cancel_at_period_end AS ending, e.state AS seat,
                (SELECT array_agg(d.data->>'state' ORDER BY d.seq) FROM domain_events d
                  WHERE d.user_id = s.user_id AND d.type = 'subscription.changed') AS told
           FROM subscriptions s JOIN enrollments e ON e.id = s.enrollment_id WHERE s.user_id = $1`,
        [learner.userId],
      );
    expect(await how()).toEqual([{ state: 'active', ending: true, seat: 'active', told: ['active'] }]);
    await till.deed('cancel', { subscription: row!.provider_id, when: 'now' });
    await followSubscription({ processId: row!.process });
    await followSubscription({ processId: row!.process });
    expect(await how()).toMatchObject([
      { state: 'cancelled', seat: 'revoked', told: ['active', 'cancelled'] },
    ]);
  });
});
