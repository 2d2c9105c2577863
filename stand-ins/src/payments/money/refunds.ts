import type { Events } from '../events.ts';
import { StripeFault } from '../stripe-fault.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';

/** Money that is to go back. */
export interface WantedRefund {
  readonly charge: StripeObject;
  /** Null: all that is left. */
  readonly amount: number | null;
  readonly metadata: Record<string, string>;
  readonly reason: string | null;
  /** The bank does not take it. */
  readonly fails: boolean;
}

/** Gives money back and tells of it. Call within a transaction. @throws StripeFault when there is not so much left */
export function giveBack(store: Store, events: Events, wanted: WantedRefund): StripeObject {
  const { charge, fails } = wanted;
  const left = Number(charge['amount']) - Number(charge['amount_refunded']);
  const amount = wanted.amount ?? left;
  if (left === 0) {
    throw new StripeFault(400, `Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  if (amount > left) {
    throw new StripeFault(
      400,
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      { param: 'amount' },
    );
  }
  const made = store.put({
    id: newId('re'),
    object: 'refund',
    amount,
    charge: charge.id,
    created: nowSeconds(),
    currency: charge['currency'],
    metadata: wanted.metadata,
    payment_intent: charge['payment_intent'],
    reason: wanted.reason,
    status: fails ? 'failed' : 'succeeded',
    ...(fails ? { failure_reason: 'expired_or_canceled_card' } : {}),
  });
  if (fails) {
    events.emit({ type: 'refund.created', object: made }, { type: 'refund.failed', object: made });
    return made;
  }
  const refunded = store.put({
    ...charge,
    amount_refunded: Number(charge['amount_refunded']) + amount,
    refunded: amount === left,
  });
  events.emit({ type: 'refund.created', object: made }, { type: 'charge.refunded', object: refunded });
  return made;
}

/** Days later the bank sends the money of a refund back. Call within a transaction. */
export function sendBack(store: Store, events: Events, refund: StripeObject): void {
  if (refund['status'] !== 'succeeded') return;
  const failed = store.put({ ...refund, status: 'failed', failure_reason: 'lost_or_stolen_card' });
  const charge = store.find('charge', String(refund['charge']));
  if (charge !== null) {
    const amount_refunded = Number(charge['amount_refunded']) - Number(refund['amount']);
    store.put({ ...charge, amount_refunded, refunded: false });
  }
  events.emit({ type: 'refund.updated', object: failed }, { type: 'refund.failed', object: failed });
}
