import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Payer, SUBSCRIBE, Till, refundOf } from '../testing/till.ts';

jest.setTimeout(60_000);

/** One place that is bought again, or that two subscriptions pay for: each payment is told from the other. */
describe('a place that is paid for twice', () => {
  let till: Till;
  beforeAll(async () => {
    till = await Till.open();
  });
  afterAll(() => till.close());
  const query = <T>(statement: string, values: unknown[]) => till.query<T>(statement, values);

  it('is refunded from what it was bought with last, not from what was given back before', async () => {
    const { school } = till;
    const learner = await till.payer(refundOf({ kind: 'all' }));
    const paid = await school.parts.parts.payments.charge({
      ...(await till.cardOf(learner)),
      key: `again:${learner.orderId}`,
      amountMinor: 4_900,
      currency: 'EUR',
      title: 'Course',
    });
    await query(
      `UPDATE orders SET state = 'refunded', refunded_minor = 4900, created_at = created_at - interval '1 day' WHERE id = $1`,
      [learner.orderId],
    );
    const [again] = await query<{ id: string }>(
      `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state, payment_intent)
       VALUES ($1, $2, $3, $4, '49.00', 'EUR', 'paid', $5) RETURNING id`,
      [
        school.organizationId,
        learner.enrollmentId,
        learner.userId,
        school.courseId,
        paid.status === 'paid' ? paid.paymentIntent : null,
      ],
    );
    await till.perform(learner);
    expect(await till.endOf(learner)).toBe('next');
    expect(
      await query('SELECT order_id, amount_minor, state FROM refunds WHERE enrollment_id = $1', [
        learner.enrollmentId,
      ]),
    ).toEqual([{ order_id: again!.id, amount_minor: 4_900, state: 'done' }]);
  });

  /** A second subscription of the same person for the same place, as another step of theirs would have begun it. */
  async function subscribedAgain(learner: Payer): Promise<{ id: string; process: string }> {
    const { school } = till;
    const { organizationId } = school;
    const [row] = await query<{ id: string }>(
      `INSERT INTO subscriptions (organization_id, user_id, enrollment_id, key, title, amount_minor, currency, every)
       VALUES ($1, $2, $3, $4, 'The club, again', 900, 'EUR', 'month') RETURNING id`,
      [organizationId, learner.userId, learner.enrollmentId, `second:${learner.enrollmentId}`],
    );
    const { id } = row!;
    const begun = await school.parts.parts.payments.subscribe({
      ...(await till.cardOf(learner)),
      ...SUBSCRIBE.config,
      key: `second:${id}`,
      interval: 'month',
      subscriptionId: id,
    });
    if (begun.status === 'declined') throw new Error('The card said no.');
    await query('UPDATE subscriptions SET provider_id = $2 WHERE id = $1', [
      id,
      (begun as { providerId: string }).providerId,
    ]);
    const process = await till.processOf(id);
    await school.parts.activities.followSubscription({ processId: process });
    return { id, process };
  }
  const end = async ({ id, process }: { id: string; process: string }) => {
    await query(`UPDATE subscriptions SET cancel_wanted = 'now' WHERE id = $1`, [id]);
    await till.school.parts.activities.followSubscription({ processId: process });
  };
  const seat = async ({ enrollmentId }: Payer) =>
    (
      await query<{ state: string; open: number }>(
        `SELECT e.state, count(n.id)::int AS open FROM enrollments e
           LEFT JOIN entitlements n ON n.enrollment_id = e.id AND n.ends_at IS NULL WHERE e.id = $1 GROUP BY e.id`,
        [enrollmentId],
      )
    )[0];
  async function subscribedTwice() {
    const learner = await till.payer(SUBSCRIBE);
    await query(`DELETE FROM entitlements WHERE enrollment_id = $1`, [learner.enrollmentId]);
    await till.perform(learner);
    const [first] = await query<{ id: string; process: string }>(
      `SELECT s.id, p.id AS process FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.user_id = $1`,
      [learner.userId],
    );
    return { learner, first: first!, second: await subscribedAgain(learner) };
  }

  it('by two subscriptions is kept when one of them ends, and lost with the last', async () => {
    const { learner, first, second } = await subscribedTwice();
    await end(first);
    expect(await seat(learner)).toEqual({ state: 'active', open: 1 });
    await end(second);
    expect(await seat(learner)).toEqual({ state: 'revoked', open: 0 });
  });

  it('by two subscriptions with one right of before, which names neither, is lost with the last of them, too', async () => {
    const { learner, first, second } = await subscribedTwice();
    await query(`DELETE FROM entitlements WHERE enrollment_id = $1`, [learner.enrollmentId]);
    await query(
      `INSERT INTO entitlements (organization_id, enrollment_id, source) VALUES ($1, $2, 'subscription')`,
      [till.school.organizationId, learner.enrollmentId],
    );
    await end(second);
    expect(await seat(learner)).toEqual({ state: 'active', open: 1 });
    await end(first);
    expect(await seat(learner)).toEqual({ state: 'revoked', open: 0 });
  });
});
