import { shown } from '../events.ts';
import { allowOnly, items, metadata, text, type Form } from '../form.ts';
import { missing, StripeFault } from '../stripe-fault.ts';
import type { Store, StripeObject } from '../store.ts';
import type { Subscriptions } from '../money/subscriptions.ts';
import { priceOfItem } from './catalogue.ts';
import { answerOf } from './intents.ts';
import { byFields, found, readers, type Endpoint } from './routes.ts';

const KNOWN =
  'customer items default_payment_method off_session payment_behavior cancel_at_period_end description'.split(
    ' ',
  );

/** Subscriptions and their invoices. */
export function billingEndpoints(store: Store, subscriptions: Subscriptions): Endpoint[] {
  const path = '/v1/subscriptions';
  const find = (id?: string) => found(store, 'subscription', id);
  const wanted = byFields('customer');
  return [
    { method: 'POST', path, run: ({ form }) => shown(begin(store, subscriptions, form)) },
    {
      method: 'POST',
      path: `${path}/:id`,
      run: ({ params, form }) => shown(change(subscriptions, find(params['id']), form)),
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      run: ({ params }) => shown(subscriptions.cancel(find(params['id']))),
    },
    {
      method: 'POST',
      path: '/v1/invoices/:id/pay',
      run: ({ params }) => payInvoice(subscriptions, found(store, 'invoice', params['id'])),
    },
    ...readers(store, 'subscription', path, (object, query) => {
      const status = query.get('status');
      const over = object['status'] === 'canceled';
      return (
        wanted(object, query) && (status === 'all' || (status === null ? !over : status === object['status']))
      );
    }),
    ...readers(store, 'invoice', '/v1/invoices', (invoice, query) => {
      const subscription = query.get('subscription');
      return (
        byFields('customer', 'status')(invoice, query) &&
        (subscription === null || invoice['_subscription'] === subscription)
      );
    }),
  ];
}

function begin(store: Store, subscriptions: Subscriptions, form: Form): StripeObject {
  allowOnly(form, KNOWN);
  const customer = text(form, 'customer');
  if (customer === null) throw missing('customer');
  found(store, 'customer', customer);
  const [item] = items(form, 'items');
  if (item === undefined) throw missing('items');
  const price = priceOfItem(store, item);
  if (price['recurring'] === null)
    throw new StripeFault(400, 'The price specified is set to `type=one_time`.', {
      param: 'items[0][price]',
    });
  const method = text(form, 'default_payment_method');
  if (method !== null) found(store, 'payment_method', method);
  const { made, tried } = subscriptions.begin({ customer, method, price, metadata: metadata(form) });
  if (tried.declined === null || text(form, 'payment_behavior') !== 'error_if_incomplete') return made;
  store.put({ ...made, status: 'incomplete_expired' });
  return answerOf(tried);
}

function change(subscriptions: Subscriptions, subscription: StripeObject, form: Form): StripeObject {
  allowOnly(form, ['cancel_at_period_end', 'default_payment_method']);
  const atEnd = text(form, 'cancel_at_period_end');
  const method = text(form, 'default_payment_method');
  return subscriptions.change(subscription, {
    ...(atEnd === null ? {} : { cancel_at_period_end: atEnd === 'true' }),
    ...(method === null ? {} : { default_payment_method: method }),
  });
}

function payInvoice(subscriptions: Subscriptions, invoice: StripeObject): StripeObject {
  if (invoice['status'] !== 'open')
    throw new StripeFault(400, `Invoice is ${String(invoice['status'])}.`, { code: 'invoice_not_open' });
  const { paid, tried } = subscriptions.payAgain(invoice);
  answerOf(tried);
  return shown(paid);
}
