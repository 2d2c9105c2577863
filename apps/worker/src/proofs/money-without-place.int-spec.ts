import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { writeOutsideRefunds } from '@gradus/database';
import { CHARGE, Till } from '../testing/till.ts';

jest.setTimeout(60_000);

/** Nobody pays for a place that was lost while their checkout stood open; counted at the stand-in that receives it. */
describe('a checkout that was paid a moment before it could be closed', () => {
  let till: Till;
  beforeAll(async () => {
    till = await Till.open();
  });
  afterAll(() => till.close());

  /** Somebody whose order was paid at the provider, and whose place is in this state before anybody has asked. */
  async function paidFor(
    state: string,
  ): Promise<{ orderId: string; paymentIntent: string; process: string }> {
    const learner = await till.payer(CHARGE);
    const { sessionId, url } = await till.unpaid(learner);
    await till.pay(url);
    await till.query('UPDATE enrollments SET state = $2 WHERE id = $1', [learner.enrollmentId, state]);
    const process = await till.processOf(learner.orderId);
    const { paymentIntent } = await till.school.parts.parts.payments.readCheckout(sessionId);
    return { orderId: learner.orderId, paymentIntent: paymentIntent!, process };
  }
  const stands = (orderId: string) =>
    till.query<{ state: string; refund: string | null; process: string | null }>(
      `SELECT o.state, f.state AS refund, p.id AS process FROM orders o LEFT JOIN refunds f ON f.order_id = o.id
         LEFT JOIN processes p ON p.kind = 'refundPayment' AND p.subject_id = f.id WHERE o.id = $1`,
      [orderId],
    );
  const refunded = async (paymentIntent: string) => (await till.chargeOf(paymentIntent)).amount_refunded;

  it.each(['revoked', 'expired'])('for a place that is %s, is given back, once', async (state) => {
    const { activities } = till.school.parts;
    const { orderId, paymentIntent, process } = await paidFor(state);
    await activities.lookAtOrder({ processId: process });
    await activities.lookAtOrder({ processId: process });
    const rows = await stands(orderId);
    expect(rows).toMatchObject([{ state: 'paid', refund: 'open' }]);
    await till.payBack(rows[0]!.process!);
    await till.payBack(rows[0]!.process!);
    expect(await stands(orderId)).toMatchObject([{ state: 'refunded', refund: 'done' }]);
    expect(await refunded(paymentIntent)).toBe(4_900);
  });

  it('for a place that was given otherwise, stays paid', async () => {
    const { activities } = till.school.parts;
    const { orderId, paymentIntent, process } = await paidFor('active');
    await activities.lookAtOrder({ processId: process });
    expect(await stands(orderId)).toMatchObject([{ state: 'paid', refund: null }]);
    expect(await refunded(paymentIntent)).toBe(0);
  });

  it('is given back also where the place was lost between the looking and the asking', async () => {
    const { activities } = till.school.parts;
    const { orderId, process } = await paidFor('revoked');
    await activities.readCheckout({ processId: process });
    expect(await stands(orderId)).toMatchObject([{ state: 'paid', refund: 'open' }]);
  });

  const giveBackThere = async (paymentIntent: string, part: 'half' | 'all') =>
    till.deed('refund', { charge: (await till.chargeOf(paymentIntent)).id, part });
  /** The money, and what was told of it; every process that has to do with it has come to its end. */
  const after = async (orderId: string) => {
    const [row] = await till.query<object>(
      `SELECT o.state AS order, o.refunded_minor AS refunded,
              (SELECT json_agg(json_build_array(f.state, f.amount_minor) ORDER BY f.amount_minor) FROM refunds f WHERE f.order_id = o.id) AS refunds,
              (SELECT count(*)::int FROM refunds f WHERE f.order_id = o.id AND f.provider_refund IS NULL) AS unknown,
              (SELECT sum((d.data->>'amount')::int)::int FROM domain_events d WHERE d.enrollment_id = o.enrollment_id AND d.type = 'payment.refunded') AS told,
              (SELECT e.state FROM effects e JOIN refunds f ON e.key = 'refund:' || f.id AND f.order_id = o.id) AS effect,
              (SELECT json_agg(p.outcome) FROM processes p JOIN refunds f ON f.id = p.subject_id AND f.order_id = o.id WHERE p.kind = 'refundPayment') AS processes
         FROM orders o WHERE o.id = $1`,
      [orderId],
    );
    return row;
  };

  it.each([
    ['all', 'before it is told of', [['done', 4_900]]],
    ['all', 'and told of first', [['done', 4_900]]],
    ['half', 'before it is told of', [['done', 2_450], ['done', 2_450]]], // prettier-ignore
    ['half', 'and told of first', [['done', 2_450], ['done', 2_450]]], // prettier-ignore
  ] as const)(
    'and of which %s was given back at the provider, %s, is back once',
    async (part, when, refunds) => {
      const { activities, parts } = till.school.parts;
      const { orderId, paymentIntent, process } = await paidFor('revoked');
      await giveBackThere(paymentIntent, part);
      await activities.readCheckout({ processId: process });
      const [{ process: refund }] = (await stands(orderId)) as unknown as [{ process: string }];
      if (when === 'and told of first') {
        const told = await parts.payments.refundsOf(paymentIntent);
        const about = { kind: 'order' as const, id: orderId };
        await writeOutsideRefunds(till.school.dataSource.manager, till.school.organizationId, about, told);
      }
      await till.payBack(refund);
      await till.payBack(refund);
      expect(await after(orderId)).toEqual({
        order: 'refunded',
        refunded: 4_900,
        refunds,
        unknown: 0,
        told: 4_900,
        effect: part === 'all' && when === 'and told of first' ? null : 'done',
        processes: ['done'],
      });
      expect(await refunded(paymentIntent)).toBe(4_900);
    },
  );

  it('and was given back at the provider, and refused here since, is done as soon as it is tried again', async () => {
    const { activities } = till.school.parts;
    const { orderId, paymentIntent, process } = await paidFor('revoked');
    await activities.readCheckout({ processId: process });
    const [{ process: refund }] = (await stands(orderId)) as unknown as [{ process: string }];
    await giveBackThere(paymentIntent, 'all');
    await till.query(
      `UPDATE processes SET state = 'blocked', problem_code = 'payments.bad_request', problem_detail = 'No.' WHERE id = $1`,
      [refund],
    );
    await till.query(`UPDATE processes SET state = 'open', round = round + 1 WHERE id = $1`, [refund]);
    await till.payBack(refund);
    expect(await after(orderId)).toMatchObject({ order: 'refunded', refunded: 4_900, processes: ['done'] });
  });
});
