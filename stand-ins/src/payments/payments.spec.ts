import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Stripe } from 'stripe';
import { spawnStandIn, type SpawnedStandIn } from '../hosting/spawn-stand-in.ts';

const SECRET = 'whsec_test';
let folder: string;
let twin: SpawnedStandIn;
let stripe: Stripe;
let hook: Server;
/** Types of verified events in order of arrival. */
let arrived: Array<{ id: string; type: string }>;
let hookStatus: number;

const start = async () => {
  const { port } = hook.address() as AddressInfo;
  const variables = {
    DATA_DIR: folder,
    SECRET_KEY: 'sk_test_1',
    WEBHOOK_SECRET: `${SECRET},old`,
    WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
  };
  twin = await spawnStandIn('payments', variables);
  stripe = client('sk_test_1');
};
const client = (key: string) =>
  new Stripe(key, {
    host: '127.0.0.1',
    port: Number(twin.ready['port']),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payments-'));
  arrived = [];
  hookStatus = 200;
  hook = createServer((request, response) => {
    void buffer(request).then((body) => {
      const event = stripe.webhooks.constructEvent(body, request.headers['stripe-signature'] ?? '', SECRET);
      arrived.push({ id: event.id, type: event.type });
      response.writeHead(hookStatus).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  await start();
});
afterEach(async () => {
  await twin.stop();
  hook.closeAllConnections();
  hook.close();
  rmSync(folder, { recursive: true });
});

const open = (key: string, extra: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  stripe.checkout.sessions.create(
    {
      mode: 'payment',
      client_reference_id: 'order-1',
      customer_email: 'lena@example.org',
      success_url: 'http://127.0.0.1:1/done?s={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://127.0.0.1:1/back',
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'eur', unit_amount: 49_000, product_data: { name: 'The course' } },
        },
      ],
      metadata: { order_id: 'order-1' },
      payment_intent_data: { metadata: { order_id: 'order-1' } },
      ...extra,
    },
    { idempotencyKey: key },
  );
const post = (path: string, body: object) =>
  fetch(twin.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const types = () => arrived.map(({ type }) => type);
async function until(done: () => boolean): Promise<void> {
  for (let round = 0; round < 150 && !done(); round += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the payments twin', () => {
  it('opens a checkout, takes the card and tells the webhook, signed and in order', async () => {
    const session = await open('k1');
    expect(session).toMatchObject({
      status: 'open',
      amount_total: 49_000,
      currency: 'eur',
      payment_status: 'unpaid',
    });
    expect(session.lastResponse.requestId).toMatch(/^req_/);
    expect(await (await fetch(session.url ?? '')).text()).toContain('Simulated');
    expect((await post(`/pay/${session.id}`, { card: '4000 0000 0000 0002' })).status).toBe(402);
    const paid = await post(`/pay/${session.id}`, { card: '4242424242424242' });
    expect(await paid.json()).toMatchObject({ successUrl: `http://127.0.0.1:1/done?s=${session.id}` });
    expect((await post(`/pay/${session.id}`, { card: '4242424242424242' })).status).toBe(400);

    const now = await stripe.checkout.sessions.retrieve(session.id);
    const intent = await stripe.paymentIntents.retrieve(String(now.payment_intent));
    expect(now).toMatchObject({ status: 'complete', payment_status: 'paid' });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 49_000,
      metadata: { order_id: 'order-1' },
    });
    await until(() => arrived.length === 4);
    expect(types()).toEqual([
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
    expect((await stripe.events.retrieve(arrived[3]?.id ?? '')).type).toBe('checkout.session.completed');
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund).toMatchObject({ status: 'succeeded', amount: 49_000 });
    await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toThrow(
      'already been refunded',
    );
  });

  it('lets people pay and decline through the form', async () => {
    const session = await open('k1');
    const submit = (card: string) =>
      fetch(session.url ?? '', { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' });
    expect(await (await submit('4000000000000002')).text()).toContain('Your card was declined.');
    const done = await submit('4242 4242 4242 4242');
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      `http://127.0.0.1:1/done?s=${session.id}`,
    ]);
    expect(await (await fetch(`${twin.url}/pay/${session.id}`)).text()).toContain('This has been paid');
  });

  it('replays the first answer of a key, over SIGKILL too, errors included, and refuses other parameters', async () => {
    const first = await open('k1');
    await expect(open('bad', { mode: 'setup' })).rejects.toMatchObject({ statusCode: 400 });
    await twin.stop('SIGKILL');
    await start();
    expect((await open('k1')).id).toBe(first.id);
    expect((await open('k2')).id).not.toBe(first.id);
    await expect(open('bad', { mode: 'setup' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(open('k1', { client_reference_id: 'other' })).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
    });
  });

  it('expires on request and by time', async () => {
    const session = await open('k1');
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired');
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({ statusCode: 400 });
    const short = await open('k2', { expires_at: Math.floor(Date.now() / 1000) + 2 });
    await until(() => types().filter((type) => type === 'checkout.session.expired').length === 2);
    expect((await stripe.checkout.sessions.retrieve(short.id)).status).toBe('expired');
  });

  it('delivers until it is heard, also after being killed', async () => {
    hookStatus = 500;
    const session = await open('k1');
    await stripe.checkout.sessions.expire(session.id);
    await until(() => arrived.length >= 2);
    await twin.stop('SIGKILL');
    hookStatus = 200;
    await start();
    const before = arrived.length;
    await until(() => arrived.length > before);
    const { events } = (await (await fetch(`${twin.url}/api/ledger`)).json()) as {
      events: Array<{ deliveries: Array<{ delivered: boolean; attempts: unknown[] }> }>;
    };
    expect(events[0]?.deliveries[0]?.delivered).toBe(true);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
  });

  it('duplicates and reorders on request', async () => {
    await post('/api/faults', { duplicate: 1, reorder: true });
    const session = await open('k1');
    await post(`/pay/${session.id}`, { card: '4242424242424242' });
    await until(() => arrived.length === 6);
    expect(types()[0]).toBe('checkout.session.completed');
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(3);
  });

  it('is away, wrongly asked, or silent after the deed', async () => {
    await expect(client('sk_wrong').customers.create({})).rejects.toMatchObject({ statusCode: 401 });
    await expect(stripe.checkout.sessions.retrieve('cs_none')).rejects.toMatchObject({ statusCode: 404 });
    await expect(stripe.balance.retrieve()).rejects.toMatchObject({ statusCode: 404 });
    await post('/api/faults', { apiStatus: 503 });
    await expect(open('k1')).rejects.toMatchObject({ statusCode: 503 });
    await post('/api/faults', { dropAnswer: true });
    await expect(open('k1')).rejects.toMatchObject({ type: 'StripeConnectionError' });
    await post('/api/faults', {});
    const session = await open('k1');
    const all = await stripe.checkout.sessions.list();
    expect(all.data.map(({ id }) => id)).toEqual([session.id]);
  });

  it('keeps customers, products and prices', async () => {
    const customer = await stripe.customers.create({ email: 'lena@example.org', metadata: { user: 'u1' } });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ metadata: { user: 'u1' } });
    const product = await stripe.products.create({ name: 'Course' });
    const price = await stripe.prices.create({ product: product.id, currency: 'eur', unit_amount: 100 });
    const session = await open('k1', {
      line_items: [{ price: price.id, quantity: 2 }],
      customer: customer.id,
    });
    expect(session.amount_total).toBe(200);
    const lines = await stripe.checkout.sessions.listLineItems(session.id);
    expect(lines.data[0]).toMatchObject({ description: 'Course', quantity: 2 });
    expect(await (await fetch(twin.url)).text()).toContain('Payments (simulated)');
  });
});
