import { tryPayment, type Tried } from './payments.ts';
import { newId, type Store, type StripeObject } from '../store.ts';

/** A bill for the current period of a subscription, open. Call within a transaction. */
export function makeInvoice(
  store: Store,
  subscription: StripeObject,
  reason: 'subscription_create' | 'subscription_cycle',
  now: number,
): StripeObject {
  const [item] = (subscription['items'] as { data: StripeObject[] }).data;
  const price = item?.['price'] as StripeObject;
  return store.put({
    id: newId('in'),
    object: 'invoice',
    created: now,
    amount_due: price['unit_amount'],
    amount_paid: 0,
    attempt_count: 0,
    billing_reason: reason,
    currency: price['currency'],
    customer: subscription['customer'],
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    parent: {
      type: 'subscription_details',
      subscription_details: { subscription: subscription.id, metadata: subscription['metadata'] },
    },
    payments: { object: 'list', data: [] },
    period_end: item?.['current_period_end'],
    period_start: item?.['current_period_start'],
    status: 'open',
    _subscription: subscription.id,
  });
}

/** Tries to have it paid by the card of its subscription; `present`: its holder is there. */
export function payInvoice(
  store: Store,
  subscription: StripeObject,
  invoice: StripeObject,
  now: number,
  present = false,
): { paid: StripeObject; tried: Tried } {
  const method = methodOf(store, subscription);
  const tried = tryPayment(store, {
    amount: Number(invoice['amount_due']),
    currency: String(invoice['currency']),
    customer: subscription['customer'],
    method,
    number: String(method?.['_number'] ?? ''),
    offSession: !present,
    metadata: subscription['metadata'] as object,
  });
  const payment = { type: 'payment_intent', payment_intent: tried.intent.id };
  const status = tried.declined === null ? 'paid' : 'open';
  const line = { id: newId('inpay'), object: 'invoice_payment', payment, status };
  const before = (invoice['payments'] as { data: object[] }).data;
  const paid = store.put({
    ...invoice,
    status,
    amount_paid: tried.declined === null ? invoice['amount_due'] : 0,
    attempt_count: Number(invoice['attempt_count']) + 1,
    next_payment_attempt: null,
    payments: { object: 'list', data: [line, ...before] },
    status_transitions: { paid_at: tried.declined === null ? now : null },
  });
  return { paid, tried };
}

/** The card that is charged: its own, or the customer's. */
function methodOf(store: Store, subscription: StripeObject): StripeObject | null {
  const customer = store.find('customer', String(subscription['customer']));
  const settings = customer?.['invoice_settings'] as { default_payment_method?: string } | undefined;
  const id = subscription['default_payment_method'] ?? settings?.default_payment_method ?? '';
  return store.find('payment_method', String(id));
}
