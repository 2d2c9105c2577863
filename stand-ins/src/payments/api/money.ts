import type { Events } from '../events.ts';
import { allowOnly, integer, metadata, text, type Form } from '../form.ts';
import { missing, noSuch, StripeFault } from '../stripe-fault.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';
import { listOf, type Endpoint } from './routes.ts';

/** Payment intents, charges, events and refunds. */
export function moneyEndpoints(store: Store, events: Events): Endpoint[] {
  const readers = [
    ['payment_intent', '/v1/payment_intents'],
    ['charge', '/v1/charges'],
    ['event', '/v1/events'],
    ['refund', '/v1/refunds'],
  ] as const;
  return [
    { method: 'POST', path: '/v1/refunds', run: ({ form }) => refund(store, events, form) },
    ...readers.flatMap(([kind, path]): Endpoint[] => [
      {
        method: 'GET',
        path: `${path}/:id`,
        run: ({ params }) => {
          const found = store.find(kind, params['id'] ?? '');
          if (found === null) throw noSuch(kind, params['id'] ?? '');
          return found;
        },
      },
      { method: 'GET', path, run: ({ query }) => listOf(path, filtered(store.all(kind), query), query) },
    ]),
  ];
}

function filtered(all: StripeObject[], query: URLSearchParams): StripeObject[] {
  return all.filter((object) =>
    ['type', 'payment_intent', 'charge', 'customer'].every((name) => {
      const wanted = query.get(name);
      return wanted === null || object[name] === wanted;
    }),
  );
}

function refund(store: Store, events: Events, form: Form): StripeObject {
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
      {
        param: 'amount',
      },
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
    status: 'succeeded',
  });
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
