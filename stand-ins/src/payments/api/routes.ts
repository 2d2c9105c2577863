import { shown } from '../events.ts';
import type { Form } from '../form.ts';
import type { Store, StripeObject } from '../store.ts';
import { noSuch } from '../stripe-fault.ts';

/** A call to the API, authenticated and parsed. */
export interface ApiCall {
  readonly params: Readonly<Record<string, string>>;
  readonly form: Form;
  readonly query: URLSearchParams;
}

/** One endpoint: answers an object or throws a StripeFault. Runs in one go, so calls never interleave. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly run: (call: ApiCall) => object;
}

/** A page of a list, newest first, as Stripe pages. */
export function listOf(
  path: string,
  all: ReadonlyArray<{ readonly id: string }>,
  query: URLSearchParams,
): object {
  const limit = Math.min(100, Math.max(1, Number(query.get('limit') ?? 10) || 10));
  const after = query.get('starting_after');
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(start, start + limit);
  return { object: 'list', data, has_more: start + limit < all.length, url: path };
}

/** Reading one object of a kind and a page of all. A parameter of the list that a field carries filters by it. */
export function readers(
  store: Store,
  kind: string,
  path: string,
  filter: (object: StripeObject, query: URLSearchParams) => boolean = () => true,
): Endpoint[] {
  return [
    {
      method: 'GET',
      path: `${path}/:id`,
      run: ({ params }) => shown(found(store, kind, params['id'])),
    },
    {
      method: 'GET',
      path,
      run: ({ query }) =>
        listOf(
          path,
          store
            .all(kind)
            .filter((object) => filter(object, query))
            .map(shown),
          query,
        ),
    },
  ];
}

/** @throws StripeFault 404 */
export function found(store: Store, kind: string, id = ''): StripeObject {
  const object = store.find(kind, id);
  if (object === null) throw noSuch(kind, id);
  return object;
}

/** A filter by fields that the query names. */
export function byFields(...names: string[]): (object: StripeObject, query: URLSearchParams) => boolean {
  return (object, query) =>
    names.every((name) => {
      const wanted = query.get(name);
      return wanted === null || String(object[name]) === wanted;
    });
}
