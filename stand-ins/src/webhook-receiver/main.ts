import { join } from 'node:path';
import { runStandIn, type Running } from '../hosting/run.ts';
import type { Settings } from '../hosting/settings.ts';
import { readJson, WebHost, type WebAnswer, type WebRequest } from '../hosting/web-host.ts';
import { NO_ORDERS, readOrders, type Orders } from './orders.ts';
import { callPage } from './pages.ts';
import { Received, type ReceivedCall } from './received.ts';
import { judgeSignature } from './signature.ts';

/**
 * Another system that is told things by webhooks (Standard Webhooks): it notes what it received, says whether the signature
 * is right, and fails, dawdles or redirects when it is told to.
 */
await runStandIn(startReceiver);

async function startReceiver(settings: Settings): Promise<Running> {
  const received = new Received(join(settings.text('DATA_DIR'), 'received.jsonl'));
  const web = new WebHost();
  let orders: Orders = NO_ORDERS;
  web.route('GET', '/', () => ({ body: callPage(received.summary(), orders, received.secrets().length) }));
  web.route('GET', '/api/calls', () => ({ body: received.summary() }));
  web.route('DELETE', '/api/calls', () => {
    received.clear();
    return { body: { cleared: true } };
  });
  web.route('PUT', '/api/secrets', ({ body }) => {
    const { secrets } = readJson(body) as { secrets?: unknown };
    if (!Array.isArray(secrets) || secrets.some((one) => typeof one !== 'string'))
      return { status: 400, body: { error: 'Send {"secrets": ["whsec_..."]}.' } };
    received.know(secrets as string[]);
    return { body: { known: secrets.length } };
  });
  web.route('GET', '/api/orders', () => ({ body: orders }));
  web.route('PUT', '/api/orders', ({ body }) => {
    try {
      orders = readOrders(readJson(body));
      return { body: orders };
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : 'wrong' } };
    }
  });
  web.route('POST', '/hooks/*', (request) => {
    const call = received.note(noteOf(request, received.secrets()));
    return answerOf(call, orders);
  });
  const port = await web.listen(settings.port('HTTP_PORT'));
  return {
    port,
    close: async () => {
      await web.close();
      received.close();
    },
  };
}

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

function noteOf(
  { url, headers, body }: WebRequest,
  secrets: readonly string[],
): Omit<ReceivedCall, 'repeated'> {
  const id = one(headers['webhook-id']);
  return {
    at: new Date().toISOString(),
    path: url.pathname,
    id,
    key: one(headers['idempotency-key']),
    keyId: one(headers['gradus-key-id']),
    signature: judgeSignature(secrets, {
      id,
      timestamp: one(headers['webhook-timestamp']),
      signature: one(headers['webhook-signature']),
      body,
    }),
    body: body.toString('utf8').slice(0, 20_000),
  };
}

/** Said once for each id: a second call under it is the same call, and gets the same answer. */
async function answerOf(
  call: ReceivedCall,
  { status, delayMs, redirectTo, answer }: Orders,
): Promise<WebAnswer> {
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  if (redirectTo !== null) return { status: 307, headers: { location: redirectTo }, body: {} };
  return { status, body: { ...answer, simulated: true, id: call.id, signature: call.signature } };
}
