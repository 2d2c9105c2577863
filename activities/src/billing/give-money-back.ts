import type { Payments, RefundAnswer, RefundState } from '@gradus/integrations/stripe';
import type { ClaimedEffect } from '../ledger/claim.ts';

/**
 * Gives money back once. After an attempt of which nobody knows the end the provider is asked first for a refund with our
 * key: its memory of keys is shorter than an operator's holidays. Whoever has just asked what was `given` hands it on.
 */
export async function giveMoneyBack(
  payments: Payments,
  { attempt, outwardKey }: Pick<ClaimedEffect, 'attempt' | 'outwardKey'>,
  {
    paymentIntent,
    amountMinor,
    given,
  }: { paymentIntent: string; amountMinor: number; given?: readonly RefundState[] },
): Promise<RefundAnswer> {
  const known = given?.find(({ key }) => key === outwardKey);
  if (attempt > 1 && known && known.status !== 'failed')
    return { refundId: known.refundId, amountMinor: known.amountMinor };
  // Of one that the bank has sent back the provider is asked once more: it says why.
  const ask = attempt > 1 && (given === undefined || known !== undefined);
  const before = ask ? await payments.findRefund(paymentIntent, outwardKey) : null;
  return before ?? payments.refund({ key: outwardKey, paymentIntent, amountMinor });
}
