import { StripeFault } from './stripe-fault.ts';
import type { Events } from './events.ts';
import { newId, nowSeconds, type Store, type StripeObject } from './store.ts';

/** What a card number does, as with Stripe's test cards. */
const CARDS: Readonly<Record<string, { decline: string | null; message: string }>> = {
  '4242424242424242': { decline: null, message: '' },
  '4000000000000002': { decline: 'generic_decline', message: 'Your card was declined.' },
  '4000000000009995': { decline: 'insufficient_funds', message: 'Your card has insufficient funds.' },
};

/** What happens to a checkout session after it was opened: paid, declined, expired, refunded. */
export class Checkouts {
  readonly #store: Store;
  readonly #events: Events;

  constructor(store: Store, events: Events) {
    this.#store = store;
    this.#events = events;
  }

  /** A session as it is now: one whose time is over expires on being looked at. */
  find(id: string): StripeObject | null {
    const session = this.#store.find('checkout.session', id);
    if (session?.['status'] !== 'open' || Number(session['expires_at']) > nowSeconds()) return session;
    return this.#store.transact(() => this.expire(session));
  }

  /** Expires all sessions whose time is over. */
  expireOverdue(): void {
    for (const { id } of this.#store.all('checkout.session')) this.find(id);
  }

  /** Closes an open session. @throws StripeFault when it is not open */
  expire(session: StripeObject): StripeObject {
    if (session['status'] !== 'open') {
      throw new StripeFault(
        400,
        `Only Checkout Sessions with a status in ["open"] can be expired. This Session has a status of ${String(session['status'])}.`,
      );
    }
    const expired = this.#store.put({ ...session, status: 'expired', url: null });
    this.#events.emit({ type: 'checkout.session.expired', object: expired });
    return expired;
  }

  /** Pays an open session with a card. @throws StripeFault 402 when the card is declined, 400 when it is not open */
  pay(session: StripeObject, cardNumber: string): StripeObject {
    if (session['status'] !== 'open') {
      throw new StripeFault(400, `This Checkout Session is ${String(session['status'])}.`, {
        code: 'session_not_open',
      });
    }
    const number = cardNumber.replace(/[\s-]/g, '');
    const card = CARDS[number];
    if (card === undefined) {
      const details = { type: 'card_error', code: 'incorrect_number', param: 'number' };
      throw new StripeFault(402, 'Your card number is incorrect. Use one of the test cards.', details);
    }
    return card.decline === null
      ? this.#charge(session, number)
      : this.#decline(session, card.decline, card.message);
  }

  #charge(session: StripeObject, number: string): StripeObject {
    const charge = this.#store.put(this.#makeCharge(session, number, newId('pi'), 'succeeded'));
    const intent = this.#store.put({
      ...this.#makeIntent(session, String(charge['payment_intent'])),
      status: 'succeeded',
      amount_received: session['amount_total'],
      latest_charge: charge.id,
    });
    const paid = this.#store.put({
      ...session,
      status: 'complete',
      payment_status: 'paid',
      payment_intent: intent.id,
      url: null,
    });
    this.#events.emit(
      { type: 'charge.succeeded', object: charge },
      { type: 'payment_intent.succeeded', object: intent },
      { type: 'checkout.session.completed', object: paid },
    );
    return paid;
  }

  #decline(session: StripeObject, declineCode: string, message: string): never {
    const error = { type: 'card_error', code: 'card_declined', decline_code: declineCode, message };
    const charge = this.#store.put(this.#makeCharge(session, '0002', newId('pi'), 'failed'));
    const intent = this.#store.put({
      ...this.#makeIntent(session, String(charge['payment_intent'])),
      status: 'requires_payment_method',
      amount_received: 0,
      last_payment_error: error,
    });
    this.#events.emit({ type: 'payment_intent.payment_failed', object: intent });
    throw new StripeFault(402, message, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: declineCode,
    });
  }

  #makeCharge(session: StripeObject, number: string, intentId: string, status: string): StripeObject {
    return {
      id: newId('ch'),
      object: 'charge',
      amount: session['amount_total'],
      amount_refunded: 0,
      created: nowSeconds(),
      currency: session['currency'],
      livemode: false,
      metadata: intentMetadata(session),
      paid: status === 'succeeded',
      payment_intent: intentId,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: number.slice(-4) } },
      refunded: false,
      status,
    };
  }

  #makeIntent(session: StripeObject, id: string): StripeObject {
    return {
      id,
      object: 'payment_intent',
      amount: session['amount_total'],
      created: nowSeconds(),
      currency: session['currency'],
      customer: session['customer'],
      livemode: false,
      metadata: intentMetadata(session),
      payment_method_types: ['card'],
    };
  }
}

/** The metadata a payment intent gets; kept on the session under a name that the API does not show. */
function intentMetadata(session: StripeObject): object {
  const kept = session['_intent_metadata'];
  return typeof kept === 'object' && kept !== null ? kept : {};
}
