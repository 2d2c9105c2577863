import type { Form } from '../form.ts';

/** A call to the API, authenticated and parsed. */
export interface ApiCall {
  readonly params: Readonly<Record<string, string>>;
  readonly form: Form;
  readonly query: URLSearchParams;
}

/** One endpoint: answers an object or throws a StripeFault. Runs in one go, so calls never interleave. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
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
