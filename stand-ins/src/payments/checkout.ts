import { askCard, cardNumber, declinedFault, saveCard } from './money/cards.ts';
import type { Events, Happened } from './events.ts';
import type { Subscriptions } from './money/subscriptions.ts';
import { tryPayment } from './money/payments.ts';
import { newId, nowSeconds, type Store, type StripeObject } from './store.ts';
import { StripeFault } from './stripe-fault.ts';

/** What happens to a checkout session after it was opened: paid, declined, expired, refunded. */
export class Checkouts {
  readonly #store: Store;
  readonly #events: Events;
  readonly #subscriptions: Subscriptions;

  constructor(store: Store, events: Events, subscriptions: Subscriptions) {
    this.#store = store;
    this.#events = events;
    this.#subscriptions = subscriptions;
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
  pay(session: StripeObject, given: string): StripeObject {
    if (session['status'] !== 'open') {
      throw new StripeFault(400, `This Checkout Session is ${String(session['status'])}.`, {
        code: 'session_not_open',
      });
    }
    const number = cardNumber(given);
    if (session['mode'] === 'subscription') return this.#subscribe(session, number);
    const method = this.#keptCard(session, number);
    const { intent, declined, happened } = tryPayment(this.#store, {
      amount: Number(session['amount_total']),
      currency: String(session['currency']),
      customer: method?.['customer'] ?? session['customer'],
      method,
      number,
      offSession: false,
      metadata: intentMetadata(session),
    });
    if (declined !== null) {
      this.#events.emit(...happened);
      throw declinedFault(declined);
    }
    const by = { payment_intent: intent.id, customer: intent['customer'] };
    return this.#complete(session, by, happened);
  }

  /** Begins the subscription with the card that was typed in; one that says no begins nothing, and the page stays open. */
  #subscribe(session: StripeObject, number: string): StripeObject {
    const declined = askCard(number, false);
    if (declined !== null) throw declinedFault(declined);
    const customer = String(session['customer'] ?? this.#newCustomer(session));
    const [line] = session['_line_items'] as StripeObject[];
    const { made } = this.#subscriptions.begin({
      customer,
      method: saveCard(this.#store, number, customer).id,
      price: line?.['price'] as StripeObject,
      metadata: (session['_subscription_metadata'] ?? {}) as Record<string, string>,
      present: true,
    });
    return this.#complete(session, { subscription: made.id, customer });
  }

  /** `before`: what has happened on the way there, told of together with it. */
  #complete(session: StripeObject, by: object, before: readonly Happened[] = []): StripeObject {
    const paid = this.#store.put({
      ...session,
      status: 'complete',
      payment_status: 'paid',
      ...by,
      url: null,
    });
    this.#events.emit(...before, { type: 'checkout.session.completed', object: paid });
    return paid;
  }

  /** The card as a saved one, where the session was opened for that; null: it is used once. */
  #keptCard(session: StripeObject, number: string): StripeObject | null {
    if (session['_keeps_card'] !== true) return null;
    const customer = session['customer'] ?? this.#newCustomer(session);
    return saveCard(this.#store, number, String(customer));
  }

  #newCustomer(session: StripeObject): string {
    const { id } = this.#store.put({
      id: newId('cus'),
      object: 'customer',
      created: nowSeconds(),
      email: session['customer_email'],
      livemode: false,
      metadata: {},
      name: null,
    });
    return id;
  }
}

/** The metadata a payment intent gets; kept on the session under a name that the API does not show. */
function intentMetadata(session: StripeObject): object {
  const kept = session['_intent_metadata'];
  return typeof kept === 'object' && kept !== null ? kept : {};
}
