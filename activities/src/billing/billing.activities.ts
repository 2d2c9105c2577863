import { minorUnitsOf, type ProcessInput } from '@gradus/contracts';
import { recordEvent, takeUpRefundNotices, wakeProcess } from '@gradus/database';
import { topics } from '@gradus/events';
import type { CheckoutState } from '@gradus/integrations/stripe';
import { processBell } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { claimForQuestions } from '../ledger/claim-length.ts';
import { throughLedger } from '../ledger/through-ledger.ts';
import { type ProcessRow, attend, endProcess, planProcessEffect } from '../processes/process-row.ts';
import { ASK_EVERY_MS, type OrderOutlook } from './order-outlook.ts';
import { type OrderRow, findOrder, readOrder } from './order-row.ts';
import { endWithoutNotices, hasNotices } from './payment-notices.ts';
import { keepCard } from './saved-card.ts';
import { isOnPage, lookAtPage, openPage, readPage } from './subscription-page.ts';
import { followedSubscription, readSubscriptionRow } from './subscription-row.ts';
import { giveBackUnasked, isPlaceLost } from './without-place.ts';

const checkoutKey = (order: OrderRow) => `checkout:${order.id}:${order.checkoutRound}`;

const outlookWith =
  ({ retries }: ActivityParts, effectKey: string) =>
  (next: OrderOutlook['next']): OrderOutlook => ({ next, waitMs: ASK_EVERY_MS, effectKey, retries });

/** One order, paid once: a checkout session, then the truth as the provider tells it, also of what was given back since. */
export function billingActivities(parts: ActivityParts) {
  return {
    /** Where the order, or the subscription, stands. */
    async lookAtOrder({ processId }: ProcessInput): Promise<OrderOutlook> {
      const process = await attend(parts.dataSource, processId, ASK_EVERY_MS);
      const subscription = await readSubscriptionRow(parts.dataSource, process.subjectId);
      if (subscription && isOnPage(subscription)) return lookAtPage(parts, process, subscription);
      if (subscription) return followedSubscription(parts, process, subscription);
      const order = await findOrder(parts.dataSource, process.subjectId);
      const outlook = outlookWith(parts, order ? checkoutKey(order) : `payment:${process.subjectId}`);
      if (await hasNotices(parts.dataSource, process.subjectId)) return outlook('follow');
      if (process.state === 'ended') return outlook('end');
      if (!order || ['paid', 'refunded'].includes(order.state))
        return outlook((await endWithoutNotices(parts, process, 'seen to')) ? 'end' : 'follow');
      if (order.state === 'pending' && order.enrollmentState === 'pending')
        return outlook(order.sessionId ? 'wait' : 'checkout');
      await closeOrder(parts, process, order);
      return outlook((await hasNotices(parts.dataSource, process.subjectId)) ? 'follow' : 'end');
    },

    /** Opens the checkout with the ledger key as idempotency key: repeated, the provider answers the same session. */
    async openCheckout({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId, ASK_EVERY_MS);
      const subscription = await readSubscriptionRow(parts.dataSource, process.subjectId);
      if (subscription) return openPage(parts, process, subscription);
      return openOrder(parts, process);
    },

    /** Asks the provider and writes what is so; order of arrival of its events plays no part. */
    async readCheckout({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId, ASK_EVERY_MS);
      const subscription = await readSubscriptionRow(parts.dataSource, process.subjectId);
      if (subscription) return readPage(parts, process, subscription);
      const order = await readOrder(parts.dataSource, process.subjectId);
      if (order.state !== 'pending' || !order.sessionId) return;
      const session = await parts.payments.readCheckout(order.sessionId);
      await markWebhooks(parts, order.id);
      if (session.paid) await writePaid(parts, process, order, session);
      else if (session.status === 'expired') await writeExpired(parts, processId, order);
    },
  };
}

/** Opens the checkout of an order that is not paid and has none. */
async function openOrder(parts: ActivityParts, process: ProcessRow): Promise<void> {
  const order = await readOrder(parts.dataSource, process.subjectId);
  if (order.state !== 'pending' || order.sessionId) return;
  const key = checkoutKey(order);
  await planProcessEffect(parts.dataSource, process, 'checkout', key);
  await throughLedger(parts, {
    key,
    claimSeconds: claimForQuestions(1),
    call: (effect) =>
      parts.payments.createCheckout({
        key: effect.outwardKey,
        orderId: order.id,
        enrollmentId: order.enrollmentId,
        title: order.courseTitle,
        amount: order.amount,
        currency: order.currency,
        email: order.email,
        successUrl: `${parts.publicUrl}/courses/${order.courseId}?payment=success`,
        cancelUrl: `${parts.publicUrl}/courses/${order.courseId}?payment=cancelled`,
      }),
    settle: async (manager, _effect, session) => {
      await manager.query(
        `UPDATE orders SET session_id = $2, checkout_url = $3, checkout_expires_at = $4 WHERE id = $1 AND state = 'pending'`,
        [order.id, session.sessionId, session.url, session.expiresAt],
      );
      return { sessionId: session.sessionId };
    },
  });
  await parts.live.publish([topics.enrollment(order.enrollmentId)]);
}

/**
 * Paid: who enrols goes on, whoever has lost the place gets the money back, and what was given back at the provider before we
 * knew of the payment is asked for.
 */
async function writePaid(
  parts: ActivityParts,
  { id: processId, simulated }: ProcessRow,
  order: OrderRow,
  { paymentIntent, saved }: CheckoutState,
): Promise<void> {
  const rings = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    const lost = await isPlaceLost(manager, order);
    const [, count] = await manager.query<[unknown[], number]>(
      `UPDATE orders SET state = 'paid', paid_at = clock_timestamp(), payment_intent = $2, checkout_url = NULL
        WHERE id = $1 AND state IN ('pending', 'cancelled')`,
      [order.id, paymentIntent],
    );
    if (count === 1)
      await recordEvent(manager, {
        organizationId: order.organizationId,
        type: 'payment.succeeded',
        key: `payment.succeeded:${order.id}`,
        userId: order.userId,
        enrollmentId: order.enrollmentId,
        courseId: order.courseId,
        data: {
          of: 'order',
          amount: minorUnitsOf(order.amount, order.currency),
          currency: order.currency,
        },
      });
    const back = count === 1 && lost ? await giveBackUnasked(manager, order) : [];
    if (saved) await keepCard(manager, order, saved);
    const { organizationId, id } = order;
    const following = await takeUpRefundNotices(manager, { organizationId, id, paymentIntent, simulated });
    if (!(await hasNotices(manager, id))) await endProcess(manager, processId, 'paid');
    // Due now: should the bell below be lost, the sweep rings instead of the hour that the enrolment sleeps.
    const enrolling = await wakeProcess(manager, 'enrollLearner', order.enrollmentId);
    return [
      ...back,
      ...(following ? [processBell('runSubscription', following)] : []),
      ...(enrolling ? [processBell('enrollLearner', enrolling)] : []),
    ];
  });
  await parts.bells.tryRing(...rings);
  await parts.live.publish([topics.enrollment(order.enrollmentId)]);
}

/** The session has lapsed: the seat is kept, and coming back opens the next one. */
async function writeExpired(parts: ActivityParts, processId: string, order: OrderRow): Promise<void> {
  await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    await manager.query(
      `UPDATE orders SET session_id = NULL, checkout_url = NULL, checkout_expires_at = NULL,
              checkout_round = checkout_round + 1 WHERE id = $1 AND state = 'pending' AND session_id = $2`,
      [order.id, order.sessionId],
    );
    await endProcess(manager, processId, 'checkout expired');
  });
  await parts.live.publish([topics.enrollment(order.enrollmentId)]);
}

/**
 * The seat was given otherwise (by hand) or given up: the open checkout is closed at the provider, so that nobody pays for
 * nothing. One that was paid a moment before is given back where the place is lost; where it was given by hand, it stays
 * paid, and ops sees it.
 */
async function closeOrder(parts: ActivityParts, process: ProcessRow, order: OrderRow): Promise<void> {
  if (order.sessionId && ['pending', 'cancelled'].includes(order.state)) {
    const session = await parts.payments.expireCheckout(
      order.sessionId,
      `expire:${order.id}:${order.checkoutRound}`,
    );
    if (session.paid) return await writePaid(parts, process, order, session);
  }
  await parts.dataSource.query(
    `UPDATE orders SET state = 'cancelled', checkout_url = NULL WHERE id = $1 AND state = 'pending'`,
    [order.id],
  );
  await endProcess(parts.dataSource, process.id, 'not wanted any more');
}

async function markWebhooks(parts: ActivityParts, orderId: string): Promise<void> {
  await parts.dataSource.query(
    'UPDATE webhook_events SET processed_at = clock_timestamp() WHERE order_id = $1 AND processed_at IS NULL',
    [orderId],
  );
}
