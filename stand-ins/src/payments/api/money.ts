import type { Events } from '../events.ts';
import { allowOnly, integer, metadata, text, type Form } from '../form.ts';
import type { PaymentFaults } from '../payment-faults.ts';
import { giveBack } from '../money/refunds.ts';
import { missing, noSuch } from '../stripe-fault.ts';
import type { Store, StripeObject } from '../store.ts';
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
  return giveBack(store, events, {
    charge: chargeOf(store, form),
    amount: integer(form, 'amount', 1),
    metadata: metadata(form),
    reason: text(form, 'reason'),
    fails: refundsFail,
  });
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
