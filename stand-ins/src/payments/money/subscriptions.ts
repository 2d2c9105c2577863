import { type Clock, periodEnd } from './clock.ts';
import type { Events, Happened } from '../events.ts';
import { makeInvoice, payInvoice } from './invoices.ts';
import type { Tried } from './payments.ts';
import { newId, type Store, type StripeObject } from '../store.ts';

const DAY = 86_400;
/** Days after a failed renewal at which it is tried again; after the last one the subscription is cancelled. */
const RETRY_DAYS = [3, 5, 7];
const OVER = ['canceled', 'incomplete_expired'];

/** What a new subscription is made of. */
export interface NewSubscription {
  readonly customer: string;
  readonly method: string | null;
  readonly price: StripeObject;
  readonly metadata: Record<string, string>;
  /** The holder of the card is there, on the pay page. */
  readonly present?: boolean;
}

/** The life of subscriptions: begun, renewed when their period is over, failing and recovering, ended. */
export class Subscriptions {
  readonly #store: Store;
  readonly #events: Events;
  readonly #clock: Clock;

  constructor(store: Store, events: Events, clock: Clock) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
  }

  /** Begins one and takes the first payment. A decline leaves it `incomplete`. Call within a transaction. */
  begin({ customer, method, price, metadata, present = false }: NewSubscription): {
    made: StripeObject;
    tried: Tried;
  } {
    const id = newId('sub');
    const made = this.#store.put({
      id,
      object: 'subscription',
      created: this.#clock.now(),
      cancel_at_period_end: false,
      canceled_at: null,
      currency: price['currency'],
      customer,
      default_payment_method: method,
      ended_at: null,
      items: { object: 'list', data: [this.#item(price, this.#clock.now())] },
      latest_invoice: null,
      livemode: false,
      metadata,
      status: 'incomplete',
    });
    const invoice = makeInvoice(this.#store, made, 'subscription_create', this.#clock.now());
    const { paid, tried } = payInvoice(this.#store, made, invoice, this.#clock.now(), present);
    const status = tried.declined === null ? 'active' : 'incomplete';
    const begun = this.#store.put({ ...made, status, latest_invoice: invoice.id });
    this.#events.emit(
      { type: 'customer.subscription.created', object: begun },
      ...tried.happened,
      ...tellInvoice(paid),
      ...(status === 'active' ? [{ type: 'customer.subscription.updated', object: begun }] : []),
    );
    return { made: begun, tried };
  }

  /** Renews, tries again and ends whatever is due by the clock. Call within a transaction. */
  passTime(): void {
    for (const subscription of this.#store.all('subscription')) {
      let next: StripeObject | null = subscription;
      for (let turns = 0; next !== null && turns < 100; turns += 1) next = this.#nextOf(next);
    }
  }

  /** Ends it now. */
  cancel(subscription: StripeObject): StripeObject {
    if (OVER.includes(String(subscription['status']))) return subscription;
    const now = this.#clock.now();
    const ended = this.#store.put({ ...subscription, status: 'canceled', canceled_at: now, ended_at: now });
    this.#events.emit({ type: 'customer.subscription.deleted', object: ended });
    return ended;
  }

  change(subscription: StripeObject, change: Record<string, unknown>): StripeObject {
    const changed = this.#store.put({ ...subscription, ...change });
    this.#events.emit({ type: 'customer.subscription.updated', object: changed });
    return changed;
  }

  /** Tries an open invoice once more, by hand or by the clock. */
  payAgain(invoice: StripeObject): { paid: StripeObject; tried: Tried } {
    const subscription = this.#of(invoice);
    const result = payInvoice(this.#store, subscription, invoice, this.#clock.now());
    const { tried } = result;
    const tries = Number(result.paid['attempt_count']);
    const wait = RETRY_DAYS[tries - 1];
    const paid = this.#store.put({
      ...result.paid,
      next_payment_attempt:
        tried.declined === null || wait === undefined ? null : this.#clock.now() + wait * DAY,
    });
    this.#events.emit(...tried.happened, ...tellInvoice(paid));
    if (tried.declined === null) {
      if (subscription['status'] !== 'active') this.change(subscription, { status: 'active' });
    } else if (wait === undefined) this.cancel(subscription);
    else if (subscription['status'] === 'active') this.change(subscription, { status: 'past_due' });
    return { paid, tried };
  }

  /** The next thing that is due for it, done; null: nothing is. */
  #nextOf(subscription: StripeObject): StripeObject | null {
    if (!['active', 'past_due'].includes(String(subscription['status']))) return null;
    const open = this.#openInvoice(subscription);
    const retryAt = Number(open?.['next_payment_attempt'] ?? Number.POSITIVE_INFINITY);
    if (open !== null && retryAt <= this.#clock.now()) {
      this.payAgain(open);
      return this.#store.find('subscription', subscription.id);
    }
    if (open !== null || endOf(subscription) > this.#clock.now()) return null;
    if (subscription['cancel_at_period_end'] === true) return this.cancel(subscription);
    const [item] = itemsOf(subscription);
    const items = {
      object: 'list',
      data: [this.#item(item!['price'] as StripeObject, endOf(subscription), item!.id)],
    };
    const begun = this.#store.put({ ...subscription, items });
    const invoice = makeInvoice(this.#store, begun, 'subscription_cycle', this.#clock.now());
    const renewed = this.#store.put({ ...begun, latest_invoice: invoice.id });
    this.payAgain(invoice);
    if (this.#store.find('subscription', renewed.id)?.['status'] === 'active')
      this.#events.emit({ type: 'customer.subscription.updated', object: renewed });
    return this.#store.find('subscription', subscription.id);
  }

  #openInvoice(subscription: StripeObject): StripeObject | null {
    return (
      this.#store
        .all('invoice')
        .find((invoice) => invoice['_subscription'] === subscription.id && invoice['status'] === 'open') ??
      null
    );
  }

  #of(invoice: StripeObject): StripeObject {
    return this.#store.find('subscription', String(invoice['_subscription'])) as StripeObject;
  }

  #item(price: StripeObject, from: number, id = newId('si')): StripeObject {
    const { interval } = price['recurring'] as { interval: string };
    return {
      id,
      object: 'subscription_item',
      created: this.#clock.now(),
      current_period_start: from,
      current_period_end: periodEnd(from, interval),
      price,
      quantity: 1,
    };
  }
}

function itemsOf(subscription: StripeObject): StripeObject[] {
  return (subscription['items'] as { data: StripeObject[] }).data;
}

const endOf = (subscription: StripeObject) => Number(itemsOf(subscription)[0]?.['current_period_end'] ?? 0);

function tellInvoice(invoice: StripeObject): Happened[] {
  if (invoice['status'] === 'paid') return [{ type: 'invoice.paid', object: invoice }];
  return [{ type: 'invoice.payment_failed', object: invoice }];
}
