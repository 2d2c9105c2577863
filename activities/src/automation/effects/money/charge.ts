import type { EntityManager } from 'typeorm';
import { openRefund, recordCharge } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import type { ChargeAnswer } from '@gradus/integrations/stripe';
import { claimForQuestions } from '../../../ledger/claim-length.ts';
import type { EffectWork, LateEffect, RunEffect } from '../effect-work.ts';
import { knownAs, notFound, notOurs } from './confirming.ts';
import { fixedCard, underOneKey } from './fixed-card.ts';
import { subjectOfRun } from './run-subject.ts';

/** What a person without a saved card gets: a no, as from a card. */
export const NO_CARD = {
  status: 'declined' as const,
  reason: 'no_saved_card',
  message: 'No card is saved.',
  paymentIntent: null,
};

/**
 * Takes money by the saved card. A claim that was lost may have reached the provider, however long ago: before anything is
 * sent again the provider is asked for a payment with our key.
 */
export const charge: EffectWork<ChargeAnswer> = {
  keptOnceBegun: true,
  // Whether an earlier attempt has taken it, then the charge.
  claimSeconds: claimForQuestions(2),
  async call({ dataSource, payments }, effect) {
    const subject = await subjectOfRun(dataSource, effect.runId);
    const card = await fixedCard(dataSource, effect, subject);
    if (!card) return NO_CARD;
    const { amountMinor, currency, title } = effect.config as StepOf<'charge'>['config'];
    const before = effect.attempt > 1 ? await payments.findCharge(card.customer, effect.outwardKey) : null;
    const wish = { ...card, key: effect.outwardKey, amountMinor, currency, title };
    return before ?? underOneKey(payments.charge(wish));
  },
  async confirm({ dataSource, payments }, effect, reference) {
    if (reference !== null) {
      const { key, answer } = await knownAs(payments.readCharge(reference), reference);
      return key === effect.outwardKey ? answer : notOurs(reference);
    }
    const card = await fixedCard(dataSource, effect, await subjectOfRun(dataSource, effect.runId));
    return (card && (await payments.findCharge(card.customer, effect.outwardKey))) ?? notFound();
  },
  async settle(manager, effect, answer) {
    const subject = await subjectOfRun(manager, effect.runId);
    const { amountMinor, currency, title } = effect.config as StepOf<'charge'>['config'];
    const chargeId = await recordCharge(manager, {
      ...subject,
      subscriptionId: null,
      runId: effect.runId,
      key: effect.outwardKey,
      title,
      amountMinor,
      currency,
      declined: answer.status === 'declined' ? answer.reason : null,
      paymentIntent: answer.paymentIntent,
    });
    return { outcome: { status: answer.status, chargeId, result: resultOf(answer) } };
  },
  undo: giveBack,
};

/** What the steps behind may know of it. */
export function resultOf(answer: ChargeAnswer): Record<string, string> {
  return answer.status === 'paid' ? { status: 'paid' } : { status: 'declined', reason: answer.reason };
}

/** Taken after the step had been left: it is given back. What was declined needs nothing. */
async function giveBack(manager: EntityManager, effect: LateEffect): Promise<boolean> {
  const { status, chargeId } = effect.outcome;
  if (status !== 'paid') return true;
  if (typeof chargeId !== 'string') return false;
  return refundLate(manager, effect, chargeId);
}

/** Opens the refund of a charge that came too late. False: nothing is left to give back. */
export async function refundLate(
  manager: EntityManager,
  { organizationId, runId, key }: Pick<RunEffect, 'organizationId' | 'runId' | 'key'>,
  chargeId: string,
): Promise<boolean> {
  const refund = await openRefund(manager, {
    organizationId,
    payment: { kind: 'charge', id: chargeId },
    key: `late:${key}`,
    amountMinor: null,
    endsAccess: false,
    reason: 'Charged after its step had been left.',
    requestedBy: null,
    runId,
  });
  return refund.state === 'opened';
}
