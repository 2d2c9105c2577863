import type { Events } from '../events.ts';
import { allowOnly, integer, metadata, text, type Form } from '../form.ts';
import type { PaymentFaults } from '../payment-faults.ts';
import { missing, noSuch, StripeFault } from '../stripe-fault.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';
import { byFields, readers, type Endpoint } from './routes.ts';

/** Charges, events and refunds. */
export function moneyEndpoints(store: Store, events: Events, faults: () => PaymentFaults): Endpoint[] {
  const filter = byFields('type', 'payment_intent', 'charge', 'customer');
  return [
    { method: 'POST', path: '/v1/refunds', run: ({ form }) => refund(store, events, form, faults()) },
    ...readers(store, 'charge', '/v1/charges', filter),
    ...readers(store, 'event', '/v1/events', filter),
    ...readers(store, 'refund', '/v1/refunds', filter),
  ];
}

function refund(store: Store, events: Events, form: Form, { refundsFail }: PaymentFaults): StripeObject {
  allowOnly(form, ['charge', 'payment_intent', 'amount', 'reason']);
  const charge = chargeOf(store, form);
  const left = Number(charge['amount']) - Number(charge['amount_refunded']);
  const amount = integer(form, 'amount', 1) ?? left;
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
    metadata: metadata(form),
    payment_intent: charge['payment_intent'],
    reason: text(form, 'reason'),
    status: refundsFail ? 'failed' : 'succeeded',
    ...(refundsFail ? { failure_reason: 'expired_or_canceled_card' } : {}),
  });
  if (refundsFail) {
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

function chargeOf(store: Store, form: Form): StripeObject {
  const chargeId = text(form, 'charge');
  const intentId = text(form, 'payment_intent');
  if (chargeId === null && intentId === null) throw missing('payment_intent');
  const found = store
    .all('charge')
    .find(
      ({ id, ...charge }) =>
        id === chargeId || (charge['payment_intent'] === intentId && charge['paid'] === true),
    );
  if (found === undefined) throw noSuch('charge', chargeId ?? intentId ?? '');
  return found;
}
