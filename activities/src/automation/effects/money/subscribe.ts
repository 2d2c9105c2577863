import type { DataSource, EntityManager } from 'typeorm';
import { openProcess, recordCharge } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import type { ChargeAnswer, SubscriptionState } from '@gradus/integrations/stripe';
import { processBell } from '@gradus/temporal';
import { writeSubscription } from '../../../billing/subscription.activities.ts';
import { claimForQuestions } from '../../../ledger/claim-length.ts';
import type { EffectDone, EffectWork, LateEffect, RunEffect } from '../effect-work.ts';
import { NO_CARD, refundLate, resultOf } from './charge.ts';
import { knownAs, notFound, notOurs } from './confirming.ts';
import { fixedCard, underOneKey } from './fixed-card.ts';
import { type RunSubject, subjectOfRun } from './run-subject.ts';

type Config = StepOf<'subscribe'>['config'];
type Declined = Extract<ChargeAnswer, { status: 'declined' }>;

interface Answer {
  subscriptionId: string;
  /** `page`: no card is saved, and the person is to subscribe on the provider's page. */
  provider: SubscriptionState | Declined | 'page';
}

/** Begins a subscription: our row first, whose id the provider is told, then the provider, then what it says. */
export const subscribe: EffectWork<Answer> = {
  keptOnceBegun: true,
  // Whether an earlier attempt has begun it, then the price, the subscription and its invoices.
  claimSeconds: claimForQuestions(4),
  async call({ dataSource, payments }, effect) {
    const subject = await subjectOfRun(dataSource, effect.runId);
    const subscriptionId = await firstRow(dataSource, effect, subject);
    const card = await fixedCard(dataSource, effect, subject);
    const { checkout } = effect.config as Config;
    if (!card) return { subscriptionId, provider: checkout === undefined ? NO_CARD : 'page' };
    const { amountMinor, currency, title, every: interval } = effect.config as Config;
    const key = effect.outwardKey;
    const before = effect.attempt > 1 ? await payments.findSubscription(card.customer, key) : null;
    const wish = { ...card, key, amountMinor, currency, title, interval, subscriptionId };
    return { subscriptionId, provider: before ?? (await underOneKey(payments.subscribe(wish))) };
  },
  async confirm({ dataSource, payments }, effect, reference) {
    const subject = await subjectOfRun(dataSource, effect.runId);
    const subscriptionId = await firstRow(dataSource, effect, subject);
    if (reference !== null) {
      const provider = await knownAs(payments.readSubscription(reference), reference);
      return provider.key === effect.outwardKey ? { subscriptionId, provider } : notOurs(reference);
    }
    const card = await fixedCard(dataSource, effect, subject);
    const provider = card && (await payments.findSubscription(card.customer, effect.outwardKey));
    return provider ? { subscriptionId, provider } : notFound();
  },
  async settle(manager, effect, { subscriptionId, provider }) {
    const subject = await subjectOfRun(manager, effect.runId);
    if (provider === 'page') return openedPage(manager, effect, subject, subscriptionId);
    if (provider.status === 'declined' && 'reason' in provider) {
      await writeDeclined(manager, effect, subject, subscriptionId, provider);
      return { outcome: { status: 'declined', subscriptionId, result: resultOf(provider) } };
    }
    await writeSubscription(manager, subscriptionId, provider as SubscriptionState);
    const processId = await openProcess(manager, {
      organizationId: effect.organizationId,
      kind: 'runSubscription',
      subjectId: subscriptionId,
      simulated: subject.simulated,
    });
    return {
      outcome: { status: 'active', subscriptionId, result: wayOf(provider as SubscriptionState) },
      ring: processBell('runSubscription', processId),
    };
  },
  undo: cancelLate,
};

/** Done with the row and the process that opens the page: what comes of it is an event. */
async function openedPage(
  manager: EntityManager,
  effect: RunEffect,
  { organizationId, simulated }: RunSubject,
  subscriptionId: string,
): Promise<EffectDone> {
  const { checkout } = effect.config as Config;
  await manager.query('UPDATE subscriptions SET page_key = $2, checkout_link = $3 WHERE id = $1', [
    subscriptionId,
    effect.key,
    checkout?.link ?? 'page',
  ]);
  const kind = 'runSubscription' as const;
  const processId = await openProcess(manager, {
    organizationId,
    kind,
    subjectId: subscriptionId,
    simulated,
  });
  return {
    outcome: { status: 'checkout', subscriptionId, result: { status: 'checkout' } },
    ring: processBell(kind, processId),
  };
}

/** One that an earlier attempt began and that has ended since gives nothing: the run goes on as after a decline. */
function wayOf({ status }: SubscriptionState): Record<string, string> {
  return status === 'cancelled' ? { status: 'declined', reason: 'ended' } : { status: 'active' };
}

async function firstRow(
  dataSource: DataSource,
  effect: RunEffect,
  { userId, enrollmentId, courseId, simulated }: RunSubject,
): Promise<string> {
  const { amountMinor, currency, title, every } = effect.config as Config;
  const [row] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO subscriptions (organization_id, user_id, enrollment_id, course_id, run_id, key, title, amount_minor,
                                currency, every, simulated)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (organization_id, key) DO UPDATE SET key = EXCLUDED.key RETURNING id`,
    [
      effect.organizationId,
      userId,
      enrollmentId,
      courseId,
      effect.runId,
      effect.outwardKey,
      title,
      amountMinor,
      currency,
      every,
      simulated,
    ],
  );
  return row.id;
}

async function writeDeclined(
  manager: EntityManager,
  effect: RunEffect,
  subject: RunSubject,
  subscriptionId: string,
  { reason, paymentIntent }: Declined,
): Promise<void> {
  await manager.query(
    `UPDATE subscriptions SET state = 'cancelled', ended_at = clock_timestamp() WHERE id = $1`,
    [subscriptionId],
  );
  const { amountMinor, currency, title } = effect.config as Config;
  const about = { ...subject, subscriptionId, runId: effect.runId, key: effect.outwardKey };
  await recordCharge(manager, { ...about, amountMinor, currency, title, declined: reason, paymentIntent });
}

/** Begun after the step had been left: it is ended at once, and its first payment given back. */
async function cancelLate(manager: EntityManager, effect: LateEffect): Promise<boolean> {
  const { status, subscriptionId } = effect.outcome;
  if (status !== 'active') return true;
  await manager.query(`UPDATE subscriptions SET cancel_wanted = 'now' WHERE id = $1`, [subscriptionId]);
  await manager.query(
    `UPDATE processes SET wake_at = clock_timestamp() WHERE kind = 'runSubscription' AND subject_id = $1`,
    [subscriptionId],
  );
  const charges = await manager.query<Array<{ id: string }>>(
    `SELECT id FROM charges WHERE subscription_id = $1 AND state = 'paid' ORDER BY created_at LIMIT 1`,
    [subscriptionId],
  );
  for (const { id } of charges) await refundLate(manager, effect, id);
  return true;
}
