import { allowOnly, group, integer, metadata, text, type Form } from '../form.ts';
import { missing, noSuch, StripeFault } from '../stripe-fault.ts';
import { newId, nowSeconds, type Store, type StripeObject } from '../store.ts';
import { listOf, type Endpoint } from './routes.ts';

/** Customers, products and prices. */
export function catalogueEndpoints(store: Store): Endpoint[] {
  const read = (kind: string, path: string): Endpoint[] => [
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
  ];
  return [
    { method: 'POST', path: '/v1/customers', run: ({ form }) => store.put(makeCustomer(form)) },
    { method: 'POST', path: '/v1/products', run: ({ form }) => store.put(makeProduct(form)) },
    { method: 'POST', path: '/v1/prices', run: ({ form }) => makePrice(store, form) },
    ...read('customer', '/v1/customers'),
    ...read('product', '/v1/products'),
    ...read('price', '/v1/prices'),
  ];
}

function filtered(all: StripeObject[], query: URLSearchParams): StripeObject[] {
  return all.filter((object) =>
    ['email', 'product', 'active', 'currency'].every((name) => {
      const wanted = query.get(name);
      return wanted === null || String(object[name]) === wanted;
    }),
  );
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
  allowOnly(form, ['currency', 'unit_amount', 'product', 'product_data', 'nickname', 'active', 'lookup_key']);
  return store.put(priceOf(store, form));
}

/** A price out of `price_data` or of a price's own parameters; makes the product when it comes inline. */
export function priceOf(store: Store, form: Form): StripeObject {
  const currency = text(form, 'currency');
  const unitAmount = integer(form, 'unit_amount');
  if (currency === null) throw missing('currency');
  if (unitAmount === null) throw missing('unit_amount');
  if (!/^[a-z]{3}$/i.test(currency)) {
    throw new StripeFault(400, `Invalid currency: ${currency}`, { param: 'currency' });
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
    recurring: null,
    type: 'one_time',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
}
