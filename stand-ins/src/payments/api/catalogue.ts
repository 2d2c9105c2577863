import { allowOnly, group, integer, metadata, text, type Form } from '../form.ts';
import { missing, noSuch, StripeFault } from '../stripe-fault.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';
import { byFields, found, readers, type Endpoint } from './routes.ts';

/** Customers, products and prices. */
export function catalogueEndpoints(store: Store): Endpoint[] {
  const filter = byFields('email', 'product', 'active', 'currency');
  return [
    { method: 'POST', path: '/v1/customers', run: ({ form }) => store.put(makeCustomer(form)) },
    {
      method: 'POST',
      path: '/v1/customers/:id',
      run: ({ params, form }) => changeCustomer(store, found(store, 'customer', params['id']), form),
    },
    { method: 'POST', path: '/v1/products', run: ({ form }) => store.put(makeProduct(form)) },
    { method: 'POST', path: '/v1/prices', run: ({ form }) => makePrice(store, form) },
    ...readers(store, 'customer', '/v1/customers', filter),
    ...readers(store, 'product', '/v1/products', filter),
    ...readers(store, 'price', '/v1/prices', filter),
  ];
}

/** The card that a customer is charged by, unless something else is said. */
function changeCustomer(store: Store, customer: StripeObject, form: Form): StripeObject {
  allowOnly(form, ['email', 'name', 'invoice_settings']);
  const method = text(group(form, 'invoice_settings'), 'default_payment_method');
  if (method !== null) found(store, 'payment_method', method);
  return store.put({
    ...customer,
    email: text(form, 'email') ?? customer['email'],
    name: text(form, 'name') ?? customer['name'],
    invoice_settings: { default_payment_method: method },
  });
}

function makeCustomer(form: Form): StripeObject {
  allowOnly(form, ['email', 'name', 'description', 'phone', 'preferred_locales']);
  return {
    id: newId('cus'),
    object: 'customer',
    created: nowSeconds(),
    description: text(form, 'description'),
    email: text(form, 'email'),
    livemode: false,
    metadata: metadata(form),
    name: text(form, 'name'),
    phone: text(form, 'phone'),
  };
}

function makeProduct(form: Form): StripeObject {
  allowOnly(form, ['name', 'description', 'active', 'id', 'images']);
  const name = text(form, 'name');
  if (name === null) throw missing('name');
  return {
    id: text(form, 'id') ?? newId('prod'),
    object: 'product',
    active: text(form, 'active') !== 'false',
    created: nowSeconds(),
    description: text(form, 'description'),
    images: [],
    livemode: false,
    metadata: metadata(form),
    name,
  };
}

function makePrice(store: Store, form: Form): StripeObject {
  allowOnly(form, [
    'currency',
    'unit_amount',
    'product',
    'product_data',
    'nickname',
    'active',
    'lookup_key',
    'recurring',
  ]);
  return store.put(priceOf(store, form));
}

/** The price that an item names, or the one it brings along. @throws StripeFault 404 */
export function priceOfItem(store: Store, item: Form): StripeObject {
  const id = text(item, 'price');
  return id === null ? store.put(priceOf(store, group(item, 'price_data'))) : found(store, 'price', id);
}

/** A price out of `price_data` or of a price's own parameters; makes the product when it comes inline. */
function priceOf(store: Store, form: Form): StripeObject {
  const currency = text(form, 'currency');
  const unitAmount = integer(form, 'unit_amount');
  if (currency === null) throw missing('currency');
  if (unitAmount === null) throw missing('unit_amount');
  if (!/^[a-z]{3}$/i.test(currency)) {
    throw new StripeFault(400, `Invalid currency: ${currency}`, { param: 'currency' });
  }
  const interval = text(group(form, 'recurring'), 'interval');
  if (interval !== null && !['day', 'week', 'month', 'year'].includes(interval)) {
    throw new StripeFault(400, `Invalid interval: ${interval}`, { param: 'recurring[interval]' });
  }
  const productId = text(form, 'product');
  if (productId !== null && store.find('product', productId) === null) throw noSuch('product', productId);
  const product = productId ?? store.put(makeProduct(group(form, 'product_data'))).id;
  return {
    id: newId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: nowSeconds(),
    currency: currency.toLowerCase(),
    livemode: false,
    metadata: metadata(form),
    product,
    recurring: interval === null ? null : { interval, interval_count: 1, usage_type: 'licensed' },
    type: interval === null ? 'one_time' : 'recurring',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
}
