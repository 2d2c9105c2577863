import { askCard, type Declined } from './cards.ts';
import type { Happened } from '../events.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';

/** A payment that is to be tried. */
export interface Attempt {
  readonly amount: number;
  readonly currency: string;
  readonly customer: unknown;
  /** The saved card, or the number that was typed in. */
  readonly method: StripeObject | null;
  readonly number: string;
  readonly offSession: boolean;
  readonly metadata: object;
  readonly description?: string | null;
  /** An intent that is tried again keeps its id. */
  readonly intentId?: string;
}

/** What became of it. */
export interface Tried {
  readonly intent: StripeObject;
  readonly declined: Declined | null;
  /** Not told to anybody yet: of one moment with whatever follows from it. */
  readonly happened: readonly Happened[];
}

/** Tries to take money: an intent, a charge and the events that tell of them. Call within a transaction. */
export function tryPayment(store: Store, attempt: Attempt): Tried {
  const { method, number } = attempt;
  const declined = askCard(number, attempt.offSession, method?.['_decline']);
  const id = attempt.intentId ?? newId('pi');
  const charge = store.put(chargeOf(attempt, id, declined));
  const intent = store.put({
    ...intentOf(attempt, id),
    status: declined === null ? 'succeeded' : 'requires_payment_method',
    amount_received: declined === null ? attempt.amount : 0,
    latest_charge: charge.id,
    last_payment_error: declined === null ? null : { type: 'card_error', ...declined },
  });
  const happened =
    declined === null
      ? [
          { type: 'charge.succeeded', object: charge },
          { type: 'payment_intent.succeeded', object: intent },
        ]
      : [{ type: 'payment_intent.payment_failed', object: intent }];
  return { intent, declined, happened };
}

/** An intent before anybody has tried it. */
export function intentOf(attempt: Omit<Attempt, 'number' | 'offSession'>, id = newId('pi')): StripeObject {
  const { amount, currency, customer, method, metadata, description = null } = attempt;
  return {
    id,
    object: 'payment_intent',
    amount,
    amount_received: 0,
    created: nowSeconds(),
    currency,
    customer,
    description,
    latest_charge: null,
    last_payment_error: null,
    livemode: false,
    metadata,
    next_action: null,
    payment_method: method?.id ?? null,
    payment_method_types: ['card'],
    status: 'requires_confirmation',
  };
}

function chargeOf(attempt: Attempt, intentId: string, declined: Declined | null): StripeObject {
  const { amount, currency, customer, method, number, metadata, description = null } = attempt;
  return {
    id: newId('ch'),
    object: 'charge',
    amount,
    amount_refunded: 0,
    created: nowSeconds(),
    currency,
    customer,
    description,
    failure_code: declined?.code ?? null,
    livemode: false,
    metadata,
    paid: declined === null,
    payment_intent: intentId,
    payment_method: method?.id ?? null,
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: number.slice(-4) } },
    refunded: false,
    status: declined === null ? 'succeeded' : 'failed',
  };
}
