import type { DataSource, EntityManager } from 'typeorm';
import type { ProcessInput } from '@gradus/contracts';
import { endEntitlement, giveSubscribedRight, recordCharge, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import type { InvoiceState, SubscriptionState } from '@gradus/integrations/stripe';
import { type BellTarget, processBell } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { followPayment } from './payment-notices.ts';
import { attend, endProcess } from '../processes/process-row.ts';
import { type SubscriptionRow, readSubscriptionRow } from './subscription-row.ts';
import { tellStep } from './tell-step.ts';

/** Seeing a subscription through its renewals: what the provider says now is what counts, whatever its messages' order. */
export function subscriptionActivities(parts: ActivityParts) {
  return {
    /**
     * Tells the provider what is wanted, asks how it stands, and writes what is so; of a payment that was settled before, what
     * was given back. Repeating it changes nothing.
     */
    async followSubscription({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId);
      if (await followPayment(parts, process)) return;
      const row = await readSubscriptionRow(parts.dataSource, process.subjectId);
      if (!row?.providerId) return;
      const state = row.cancelWanted
        ? await parts.payments.cancelSubscription(
            row.providerId,
            row.cancelWanted,
            `cancel:${row.id}:${row.cancelWanted}`,
          )
        : await parts.payments.readSubscription(row.providerId);
      const rings = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
        const told = await writeSubscription(manager, row.id, state);
        if (state.status === 'cancelled') await endProcess(manager, processId, 'cancelled');
        await markNotices(manager, row.id);
        return told;
      });
      await parts.bells.tryRing(...rings);
      await tellScreens(parts, row);
    },
  };
}

/** What the provider has told of a subscription is seen to once it was asked. */
export async function markNotices(db: DataSource | EntityManager, subscriptionId: string): Promise<void> {
  await db.query(
    'UPDATE webhook_events SET processed_at = clock_timestamp() WHERE subscription_id = $1 AND processed_at IS NULL',
    [subscriptionId],
  );
}

/** Has the screens look again that show a subscription, or what it has begun. */
export async function tellScreens(
  { live }: ActivityParts,
  { enrollmentId }: Pick<SubscriptionRow, 'enrollmentId'>,
): Promise<void> {
  await live.publish([topics.outbox, ...(enrollmentId ? [topics.enrollment(enrollmentId)] : [])]);
}

/** What a state says of the page on which it was begun, as SQL; null: nothing yet. */
const DECISION = `CASE WHEN $2::varchar IN ('active', 'past_due') THEN 'subscribed' WHEN $2::varchar = 'cancelled' THEN 'declined' END`;

/** It pays for a right: while a payment is past due, too. */
const ENTITLES: ReadonlySet<string> = new Set(['active', 'past_due']);

/**
 * Writes how a subscription stands: each paid invoice once, each failed attempt once, the change of its state, and the right
 * that comes or goes with it; and tells the step that had its page opened. Answers whom to ring after the commit.
 */
export async function writeSubscription(
  manager: EntityManager,
  subscriptionId: string,
  now: SubscriptionState,
): Promise<BellTarget[]> {
  const row = await readSubscriptionRow(manager, subscriptionId, true);
  if (!row) return [];
  for (const invoice of now.invoices.toReversed()) await writeInvoice(manager, row, invoice);
  await manager.query(
    `UPDATE subscriptions SET state = $2::varchar, provider_id = $3, cancel_at_period_end = $4, period_end = $5,
            cancel_wanted = CASE WHEN cancel_wanted = 'periodEnd' AND $4 OR $2::varchar = 'cancelled' THEN NULL ELSE cancel_wanted END,
            decision = CASE WHEN page_key IS NOT NULL THEN COALESCE(decision, ${DECISION}) END,
            decided_at = CASE WHEN page_key IS NOT NULL AND ${DECISION} IS NOT NULL THEN COALESCE(decided_at, clock_timestamp()) END,
            checkout_url = NULL,
            ended_at = CASE WHEN $2::varchar = 'cancelled' THEN COALESCE(ended_at, clock_timestamp()) END
      WHERE id = $1`,
    [row.id, now.status, now.providerId, now.cancelAtPeriodEnd, now.periodEnd],
  );
  const told = row.pageKey === null ? [] : await tellStep(manager, row.id);
  if (row.state === now.status) return told;
  await recordEvent(manager, {
    organizationId: row.organizationId,
    type: 'subscription.changed',
    key: `subscription.changed:${row.id}:${now.status}:${now.invoices[0]?.invoiceId ?? ''}`,
    userId: row.userId,
    ...(row.enrollmentId && { enrollmentId: row.enrollmentId }),
    ...(row.courseId && { courseId: row.courseId }),
    data: { state: now.status },
  });
  const lost = now.status === 'cancelled' || now.status === 'unpaid';
  const { organizationId, enrollmentId, simulated } = row;
  if (!enrollmentId) return told;
  if (ENTITLES.has(now.status) && !ENTITLES.has(row.state)) {
    const right = { organizationId, enrollmentId, subscriptionId: row.id, simulated };
    const takenUp = await giveSubscribedRight(manager, right);
    return takenUp === null ? told : [...told, processBell('enrollLearner', takenUp)];
  }
  if (lost)
    await endEntitlement(manager, {
      organizationId,
      enrollmentId,
      source: 'subscription',
      givenBy: row.id,
      reason: `Your subscription “${row.title}” has ended.`,
    });
  return told;
}

async function writeInvoice(
  manager: EntityManager,
  row: SubscriptionRow,
  invoice: InvoiceState,
): Promise<void> {
  const paid = invoice.status === 'paid';
  if (!paid && (invoice.status !== 'open' || invoice.attempts === 0)) return;
  await recordCharge(manager, {
    organizationId: row.organizationId,
    userId: row.userId,
    enrollmentId: row.enrollmentId,
    courseId: row.courseId,
    subscriptionId: row.id,
    runId: row.runId,
    key: paid ? `invoice:${invoice.invoiceId}` : `invoice:${invoice.invoiceId}:${invoice.attempts}`,
    title: row.title,
    amountMinor: invoice.amountMinor,
    currency: invoice.currency,
    declined: paid ? null : 'card_declined',
    paymentIntent: invoice.paymentIntent,
    simulated: row.simulated,
  });
}
