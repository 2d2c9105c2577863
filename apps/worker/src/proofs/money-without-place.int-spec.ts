import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
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
  const refunded = async (paymentIntent: string) =>
    (await till.twin.ledger()).charges.find((charge) => charge.payment_intent === paymentIntent)
      ?.amount_refunded;

  it.each(['revoked', 'expired'])('for a place that is %s, is given back, once', async (state) => {
    const { activities } = till.school.parts;
    const { orderId, paymentIntent, process } = await paidFor(state);
    await activities.lookAtOrder({ processId: process });
    await activities.lookAtOrder({ processId: process });
    const rows = await stands(orderId);
    expect(rows).toMatchObject([{ state: 'paid', refund: 'open' }]);
    const payBack = () => activities.payBack({ processId: rows[0]!.process! });
    await new MockActivityEnvironment().run(payBack);
    await new MockActivityEnvironment().run(payBack);
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
});
