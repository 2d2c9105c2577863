import { createHash } from 'node:crypto';
import type { WebAnswer, WebHost, WebRequest } from '../../hosting/web-host.ts';
import { API_VERSION } from '../events.ts';
import { parseForm } from '../form.ts';
import type { PaymentFaults } from '../payment-faults.ts';
import { StripeFault } from '../stripe-fault.ts';
import { newId, type KeptAnswer, type Store } from '../store.ts';
import type { Endpoint } from './routes.ts';

/** What the API needs beside its endpoints. */
export interface ApiOptions {
  readonly store: Store;
  readonly secretKey: string;
  readonly faults: () => PaymentFaults;
  /** Called after every change. */
  readonly changed: () => void;
}

/** Puts the endpoints on the server, behind authentication, faults and idempotency keys. */
export function addApi(web: WebHost, endpoints: readonly Endpoint[], options: ApiOptions): void {
  for (const endpoint of endpoints) {
    web.route(endpoint.method, endpoint.path, (request) => serve(endpoint, request, options));
  }
  web.route('*', '/v1/*', ({ method, url }) => {
    const message = `Unrecognized request URL (${method}: ${url.pathname}). This twin knows only a part of Stripe.`;
    return answerOf({ status: 404, body: new StripeFault(404, message).body() });
  });
}

function serve(endpoint: Endpoint, request: WebRequest, options: ApiOptions): WebAnswer | null {
  const { apiStatus, dropAnswer } = options.faults();
  const refusal = authenticate(request, options.secretKey) ?? outage(apiStatus);
  if (refusal !== null) return answerOf({ status: refusal.status, body: refusal.body() });
  const answer = answerByKey(endpoint, request, options);
  options.changed();
  if (!dropAnswer || request.method !== 'POST') return answer;
  request.response.destroy();
  return null;
}

/** Does what is asked, once per key: a known key gets its first answer again, errors too. */
function answerByKey(endpoint: Endpoint, request: WebRequest, { store }: ApiOptions): WebAnswer {
  const key = request.method === 'POST' ? headerOf(request, 'idempotency-key') : null;
  if (key === null) return answerOf(store.transact(() => run(endpoint, request)));
  const fingerprint = fingerprintOf(request);
  const kept = store.answers.get(key);
  if (kept?.fingerprint === fingerprint) return answerOf(kept, { 'idempotent-replayed': 'true' });
  if (kept !== undefined) {
    const message =
      'Keys for idempotent requests can only be used with the same parameters they were first used with.';
    return answerOf({
      status: 400,
      body: new StripeFault(400, message, { type: 'idempotency_error' }).body(),
    });
  }
  const answer = store.transact(() => {
    const made = run(endpoint, request);
    store.keepAnswer(key, { ...made, fingerprint });
    return made;
  });
  return answerOf(answer, { 'idempotency-key': key });
}

function run(endpoint: Endpoint, { params, url, body }: WebRequest): Omit<KeptAnswer, 'fingerprint'> {
  try {
    const form = parseForm(body.toString('utf8'));
    return { status: 200, body: endpoint.run({ params, form, query: url.searchParams }) };
  } catch (error) {
    if (error instanceof StripeFault) return { status: error.status, body: error.body() };
    throw error;
  }
}

function authenticate(request: WebRequest, secretKey: string): StripeFault | null {
  const given = headerOf(request, 'authorization')?.replace(/^Bearer\s+/i, '');
  if (given === secretKey) return null;
  return new StripeFault(
    401,
    given === undefined ? 'You did not provide an API key.' : 'Invalid API Key provided.',
  );
}

function outage(status: number | null): StripeFault | null {
  if (status === null) return null;
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return new StripeFault(status, `Simulated answer ${status}`, {
    type,
    ...(status === 429 ? { code: 'rate_limit' } : {}),
  });
}

function fingerprintOf({ method, url, body }: WebRequest): string {
  return createHash('sha256').update(`${method} ${url.pathname}\n`).update(body).digest('hex');
}

function headerOf(request: WebRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function answerOf(
  { status, body }: { status: number; body: object },
  headers: Record<string, string> = {},
): WebAnswer {
  const retry: Record<string, string> = status === 429 || status === 503 ? { 'retry-after': '1' } : {};
  return {
    status,
    body,
    headers: { 'request-id': newId('req'), 'stripe-version': API_VERSION, ...retry, ...headers },
  };
}
