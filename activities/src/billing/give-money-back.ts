import type { Payments, RefundAnswer } from '@gradus/integrations/stripe';
import type { ClaimedEffect } from '../ledger/claim.ts';

/**
 * Gives money back once. After an attempt of which nobody knows the end the provider is asked first for a refund with our
 * key: its memory of keys is shorter than an operator's holidays.
 */
export async function giveMoneyBack(
  payments: Payments,
  { attempt, outwardKey }: Pick<ClaimedEffect, 'attempt' | 'outwardKey'>,
  { paymentIntent, amountMinor }: { paymentIntent: string; amountMinor: number },
): Promise<RefundAnswer> {
  const before = attempt > 1 ? await payments.findRefund(paymentIntent, outwardKey) : null;
  return before ?? payments.refund({ key: outwardKey, paymentIntent, amountMinor });
}
