import type { Checkouts } from '../checkout.ts';
import { shown } from '../events.ts';
import { allowOnly, group, integer, items, metadata, text, type Form } from '../form.ts';
import { missing, noSuch, StripeFault } from '../stripe-fault.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';
import { priceOfItem } from './catalogue.ts';
import { listOf, type Endpoint } from './routes.ts';

const DAY = 86_400;
const KNOWN = (
  'mode ui_mode client_reference_id customer customer_email success_url cancel_url locale line_items ' +
  'payment_intent_data expires_at payment_method_types allow_promotion_codes customer_creation subscription_data'
).split(' ');

/** Checkout sessions. `baseUrl` is where the pay page lives. */
export function sessionEndpoints(store: Store, checkouts: Checkouts, baseUrl: () => string): Endpoint[] {
  const path = '/v1/checkout/sessions';
  const find = (id = ''): StripeObject => {
    const session = checkouts.find(id);
    if (session === null) throw noSuch('checkout.session', id);
    return session;
  };
  return [
    { method: 'POST', path, run: ({ form }) => shown(store.put(makeSession(store, form, baseUrl()))) },
    { method: 'GET', path: `${path}/:id`, run: ({ params }) => shown(find(params['id'])) },
    {
      method: 'GET',
      path: `${path}/:id/line_items`,
      run: ({ params, query }) => {
        const lines = find(params['id'])['_line_items'] as StripeObject[];
        return listOf(`${path}/${params['id'] ?? ''}/line_items`, lines, query);
      },
    },
    {
      method: 'POST',
      path: `${path}/:id/expire`,
      run: ({ params }) => shown(checkouts.expire(find(params['id']))),
    },
    {
      method: 'GET',
      path,
      run: ({ query }) => {
        const wanted = query.get('payment_intent');
        const all = store
          .all('checkout.session')
          .filter((session) => wanted === null || session['payment_intent'] === wanted);
        return listOf(path, all.map(shown), query);
      },
    },
  ];
}

function makeSession(store: Store, form: Form, baseUrl: string): StripeObject {
  allowOnly(form, KNOWN);
  const mode = modeOf(form);
  if (text(form, 'success_url') === null) throw missing('success_url');
  const lines = items(form, 'line_items').map((line) => makeLine(store, line));
  const currency = lines[0]?.['currency'];
  if (currency === undefined) throw missing('line_items');
  if (lines.some((line) => line['currency'] !== currency)) {
    throw new StripeFault(400, 'All line items must have the same currency.', { param: 'line_items' });
  }
  checkPrices(mode, lines);
  const total = lines.reduce((sum, line) => sum + Number(line['amount_total']), 0);
  const id = newId('cs_test');
  return {
    ...addressees(form),
    id,
    object: 'checkout.session',
    amount_subtotal: total,
    amount_total: total,
    created: nowSeconds(),
    currency,
    expires_at: expiryOf(form),
    livemode: false,
    metadata: metadata(form),
    mode,
    subscription: null,
    payment_intent: null,
    payment_method_types: ['card'],
    payment_status: total === 0 ? 'no_payment_required' : 'unpaid',
    status: 'open',
    ui_mode: 'hosted_page',
    url: `${baseUrl}/pay/${id}`,
    _line_items: lines,
    _intent_metadata: metadata(group(form, 'payment_intent_data')),
    _subscription_metadata: metadata(group(form, 'subscription_data')),
    _keeps_card: text(group(form, 'payment_intent_data'), 'setup_future_usage') === 'off_session',
  };
}

/** What belongs to the other mode is refused, as Stripe does. */
function modeOf(form: Form): 'payment' | 'subscription' {
  const mode = text(form, 'mode');
  if (mode !== 'payment' && mode !== 'subscription')
    throw new StripeFault(400, 'This twin knows the modes "payment" and "subscription" only.', {
      param: 'mode',
    });
  const others = mode === 'payment' ? ['subscription_data'] : ['payment_intent_data', 'customer_creation'];
  const wrong = others.find((name) => form[name] !== undefined);
  if (wrong !== undefined)
    throw new StripeFault(400, `You can not pass \`${wrong}\` in \`${mode}\` mode.`, { param: wrong });
  return mode;
}

function checkPrices(mode: 'payment' | 'subscription', lines: readonly StripeObject[]): void {
  const recurring = lines.filter((line) => (line['price'] as StripeObject)['recurring'] !== null);
  if (mode === 'payment' && recurring.length > 0)
    throw new StripeFault(400, 'You specified `payment` mode but passed a recurring price.', {
      param: 'mode',
    });
  if (mode === 'subscription' && recurring.length === 0)
    throw new StripeFault(
      400,
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      { param: 'mode' },
    );
}

function addressees(form: Form): Record<string, unknown> {
  const email = text(form, 'customer_email');
  return {
    cancel_url: text(form, 'cancel_url'),
    client_reference_id: text(form, 'client_reference_id'),
    customer: text(form, 'customer'),
    customer_details: { email, name: null },
    customer_email: email,
    success_url: text(form, 'success_url'),
  };
}

function expiryOf(form: Form): number {
  const wanted = integer(form, 'expires_at');
  const now = nowSeconds();
  if (wanted === null) return now + DAY;
  if (wanted > now + DAY || wanted < now + 1) {
    throw new StripeFault(400, 'The `expires_at` timestamp must be within 24 hours from now.', {
      param: 'expires_at',
    });
  }
  return wanted;
}

function makeLine(store: Store, line: Form): StripeObject {
  const quantity = integer(line, 'quantity', 1) ?? 1;
  const price = priceOfItem(store, line);
  const amount = Number(price['unit_amount']) * quantity;
  return {
    id: newId('li'),
    object: 'item',
    created: nowSeconds(),
    amount_subtotal: amount,
    amount_total: amount,
    currency: price['currency'],
    description: store.find('product', String(price['product']))?.['name'] ?? 'Item',
    price,
    quantity,
  };
}
