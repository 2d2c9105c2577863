import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stripe } from 'stripe';
import { spawnStandIn, type SpawnedStandIn } from '../hosting/spawn-stand-in.ts';

let folder: string;
let twin: SpawnedStandIn;
let stripe: Stripe;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payments-'));
  await start();
});
afterAll(async () => {
  await twin.stop();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  twin = await spawnStandIn('payments', { DATA_DIR: folder, SECRET_KEY: 'sk_test_1' });
  stripe = new Stripe('sk_test_1', {
    host: '127.0.0.1',
    port: Number(twin.ready['port']),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
const post = (path: string, body: object) =>
  fetch(twin.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
async function customerWith(card: string): Promise<{ customer: string; method: string }> {
  const { id: customer } = await stripe.customers.create({ email: 'lena@example.org' });
  const { id: method } = await stripe.paymentMethods.attach(card, { customer });
  return { customer, method };
}
const charge = (saved: { customer: string; method: string }, key: string) =>
  stripe.paymentIntents.create(
    {
      amount: 4_900,
      currency: 'eur',
      customer: saved.customer,
      payment_method: saved.method,
      off_session: true,
      confirm: true,
      metadata: { key },
    },
    { idempotencyKey: key },
  );
async function subscribed(card = 'pm_card_visa') {
  const saved = await customerWith(card);
  const price = await stripe.prices.create({
    currency: 'eur',
    unit_amount: 1_900,
    recurring: { interval: 'month' },
    product_data: { name: 'The club' },
  });
  const subscription = await stripe.subscriptions.create({
    customer: saved.customer,
    items: [{ price: price.id }],
    default_payment_method: saved.method,
    off_session: true,
    payment_behavior: 'error_if_incomplete',
    metadata: { key: 'k' },
  });
  return { saved, subscription };
}
const now = (id: string) => stripe.subscriptions.retrieve(id);
const invoicesOf = async (subscription: string) => (await stripe.invoices.list({ subscription })).data;

describe('a saved card', () => {
  it('pays while its holder is away, once per key', async () => {
    const saved = await customerWith('pm_card_visa');
    const first = await charge(saved, 'charge-1');
    expect(first).toMatchObject({ status: 'succeeded', amount_received: 4_900 });
    expect((await charge(saved, 'charge-1')).id).toBe(first.id);
    const { data } = await stripe.paymentIntents.list({ customer: saved.customer });
    expect(data.map(({ metadata }) => metadata['key'])).toEqual(['charge-1']);
  });

  it.each([
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_authenticationRequired', 'authentication_required', 'authentication_required'],
  ])('%s is declined, and the same answer is replayed', async (card, code, declineCode) => {
    const saved = await customerWith(card);
    const declined = { type: 'StripeCardError', code, decline_code: declineCode, statusCode: 402 };
    await expect(charge(saved, `k-${card}`)).rejects.toMatchObject(declined);
    await expect(charge(saved, `k-${card}`)).rejects.toMatchObject(declined);
    expect((await stripe.paymentIntents.list({ customer: saved.customer })).data).toHaveLength(1);
  });

  it('asks its holder when they are there', async () => {
    const saved = await customerWith('pm_card_authenticationRequired');
    const intent = await stripe.paymentIntents.create({
      amount: 100,
      currency: 'eur',
      customer: saved.customer,
      payment_method: saved.method,
      confirm: true,
    });
    expect(intent.status).toBe('requires_action');
    expect((await stripe.paymentIntents.confirm(intent.id)).status).toBe('succeeded');
  });

  it('comes out of a checkout that keeps it', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      customer_creation: 'always',
      customer_email: 'lena@example.org',
      success_url: 'http://127.0.0.1:1/done',
      line_items: [
        { quantity: 1, price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'Course' } } },
      ],
      payment_intent_data: { setup_future_usage: 'off_session' },
    });
    await post(`/pay/${session.id}`, { card: '4242424242424242' });
    const paid = await stripe.checkout.sessions.retrieve(session.id);
    const intent = await stripe.paymentIntents.retrieve(String(paid.payment_intent));
    const saved = { customer: String(paid.customer), method: String(intent.payment_method) };
    expect((await charge(saved, 'after-checkout')).status).toBe('succeeded');
    await post(`/api/methods/${saved.method}`, { decline: 'expired_card' });
    await expect(charge(saved, 'later')).rejects.toMatchObject({ decline_code: 'expired_card' });
  });
});

describe('a subscription', () => {
  it('is not begun by a card that is declined', async () => {
    await expect(subscribed('pm_card_chargeDeclined')).rejects.toMatchObject({ statusCode: 402 });
  });

  it('is renewed when its period is over, also over a restart, once each', async () => {
    const { subscription } = await subscribed();
    expect(subscription.status).toBe('active');
    await post('/api/clock', { days: 40 });
    await twin.stop('SIGKILL');
    await start();
    await post('/api/clock', { days: 25 });
    const invoices = await invoicesOf(subscription.id);
    expect(invoices.map(({ status, billing_reason: reason }) => [status, reason])).toEqual([
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_create'],
    ]);
  });

  it('is past due while a renewal fails, recovers when it is paid, and is cancelled after the last try', async () => {
    const { saved, subscription } = await subscribed();
    await post(`/api/methods/${saved.method}`, { decline: 'insufficient_funds' });
    await post('/api/clock', { days: 32 });
    expect((await now(subscription.id)).status).toBe('past_due');
    const [open] = await invoicesOf(subscription.id);
    expect(open).toMatchObject({ status: 'open', next_payment_attempt: expect.any(Number) });
    await post(`/api/methods/${saved.method}`, { decline: null });
    expect((await stripe.invoices.pay(open!.id!)).status).toBe('paid');
    expect((await now(subscription.id)).status).toBe('active');
    await post(`/api/methods/${saved.method}`, { decline: 'insufficient_funds' });
    await post('/api/clock', { days: 60 });
    expect((await now(subscription.id)).status).toBe('canceled');
  });

  it('ends with its period, or at once', async () => {
    const { subscription } = await subscribed();
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await post('/api/clock', { days: 10 });
    expect((await now(subscription.id)).status).toBe('active');
    await post('/api/clock', { days: 25 });
    expect((await now(subscription.id)).status).toBe('canceled');
    const other = await subscribed();
    expect((await stripe.subscriptions.cancel(other.subscription.id)).status).toBe('canceled');
  });
});

describe('a refund', () => {
  it('is of a part, then of the rest, and fails on request', async () => {
    const saved = await customerWith('pm_card_visa');
    const { id } = await charge(saved, 'to-refund');
    expect(await stripe.refunds.create({ payment_intent: id, amount: 900 })).toMatchObject({ amount: 900 });
    await expect(stripe.refunds.create({ payment_intent: id, amount: 4_900 })).rejects.toThrow('greater');
    await post('/api/faults', { refundsFail: true });
    expect((await stripe.refunds.create({ payment_intent: id })).status).toBe('failed');
    await post('/api/faults', {});
    expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({
      status: 'succeeded',
      amount: 4_000,
    });
    expect(await (await fetch(twin.url)).text()).toContain('Payments (simulated)');
  });
});
