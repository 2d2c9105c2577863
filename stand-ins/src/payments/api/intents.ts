import { asksHolder, cardNumber, declinedFault, saveCard } from '../money/cards.ts';
import { shown, type Events } from '../events.ts';
import { allowOnly, group, integer, metadata, text, type Form } from '../form.ts';
import { intentOf, tryPayment, type Tried } from '../money/payments.ts';
import { missing, StripeFault } from '../stripe-fault.ts';
import type { Store, StripeObject } from '../store.ts';
import { byFields, found, readers, type Endpoint } from './routes.ts';

const KNOWN = (
  'amount currency customer payment_method off_session confirm description payment_method_types ' +
  'automatic_payment_methods statement_descriptor receipt_email'
).split(' ');

/** Saved cards, and payments taken from them. */
export function intentEndpoints(store: Store, events: Events): Endpoint[] {
  const filter = byFields('customer', 'type');
  const intents = '/v1/payment_intents';
  const intent = (id?: string) => found(store, 'payment_intent', id);
  return [
    { method: 'POST', path: '/v1/payment_methods', run: ({ form }) => shown(makeMethod(store, form)) },
    {
      method: 'POST',
      path: '/v1/payment_methods/:id/attach',
      run: ({ params, form }) => shown(attach(store, params['id'] ?? '', form)),
    },
    { method: 'POST', path: intents, run: ({ form }) => create(store, events, form) },
    {
      method: 'POST',
      path: `${intents}/:id/confirm`,
      run: ({ params, form }) => confirm(store, events, intent(params['id']), form),
    },
    {
      method: 'POST',
      path: `${intents}/:id/cancel`,
      run: ({ params }) => cancel(store, events, intent(params['id'])),
    },
    ...readers(store, 'payment_method', '/v1/payment_methods', filter),
    ...readers(store, 'payment_intent', intents, filter),
  ];
}

function makeMethod(store: Store, form: Form): StripeObject {
  allowOnly(form, ['type', 'card', 'billing_details']);
  const card = group(form, 'card');
  const given = text(card, 'number') ?? text(card, 'token');
  if (given === null) throw missing('card');
  return saveCard(store, cardNumber(given), null);
}

/** A ready-made method (`pm_card_visa`) becomes one of the customer's own. */
function attach(store: Store, id: string, form: Form): StripeObject {
  allowOnly(form, ['customer']);
  const customer = found(store, 'customer', text(form, 'customer') ?? '').id;
  if (id.startsWith('pm_card_')) return saveCard(store, cardNumber(id), customer);
  return store.put({ ...found(store, 'payment_method', id), customer });
}

function create(store: Store, events: Events, form: Form): StripeObject {
  allowOnly(form, KNOWN);
  const amount = integer(form, 'amount', 1);
  const currency = text(form, 'currency');
  if (amount === null) throw missing('amount');
  if (currency === null) throw missing('currency');
  const methodId = text(form, 'payment_method');
  const method = methodId === null ? null : found(store, 'payment_method', methodId);
  const customer = text(form, 'customer');
  if (customer !== null) found(store, 'customer', customer);
  if (method !== null && method['customer'] !== customer) {
    const message = 'The provided PaymentMethod does not belong to this customer.';
    throw new StripeFault(400, message, { param: 'payment_method' });
  }
  const made = store.put(
    intentOf({
      amount,
      currency: currency.toLowerCase(),
      customer,
      method,
      metadata: metadata(form),
      description: text(form, 'description'),
    }),
  );
  return text(form, 'confirm') === 'true' ? confirm(store, events, made, form) : made;
}

/** Takes the money. With the holder there (`off_session` not set) a card that asks them waits for their proof. */
function confirm(store: Store, events: Events, intent: StripeObject, form: Form): StripeObject {
  if (['succeeded', 'canceled'].includes(String(intent['status']))) {
    throw new StripeFault(400, `This PaymentIntent has a status of ${String(intent['status'])}.`, {
      code: 'payment_intent_unexpected_state',
    });
  }
  const methodId = text(form, 'payment_method') ?? intent['payment_method'];
  if (typeof methodId !== 'string') throw missing('payment_method');
  const method = found(store, 'payment_method', methodId);
  const number = String(method['_number']);
  const offSession = text(form, 'off_session') === 'true';
  if (!offSession && asksHolder(number) && intent['status'] !== 'requires_action') {
    return store.put({ ...intent, status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
  }
  const tried = tryPayment(store, {
    amount: Number(intent['amount']),
    currency: String(intent['currency']),
    customer: intent['customer'],
    method,
    number,
    offSession,
    metadata: intent['metadata'] as object,
    description: intent['description'] as string | null,
    intentId: intent.id,
  });
  events.emit(...tried.happened);
  return answerOf(tried);
}

/** The intent, or Stripe's 402 with the intent in it. */
export function answerOf({ intent, declined }: Tried): StripeObject {
  if (declined === null) return intent;
  throw declinedFault(declined, { payment_intent: intent });
}

function cancel(store: Store, events: Events, intent: StripeObject): StripeObject {
  if (intent['status'] === 'succeeded') {
    throw new StripeFault(400, 'You cannot cancel this PaymentIntent because it has succeeded.', {
      code: 'payment_intent_unexpected_state',
    });
  }
  const cancelled = store.put({ ...intent, status: 'canceled' });
  events.emit({ type: 'payment_intent.canceled', object: cancelled });
  return cancelled;
}
