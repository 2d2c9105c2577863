import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stripe } from 'stripe';
import { toMinorUnits } from './minor-units.ts';
import { StripePayments } from './stripe-payments.ts';
import type { CheckoutRequest } from './payments.ts';

const twinFile = join(import.meta.dirname, '../../../../stand-ins/src/payments/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'stripe-adapter-'));
let twin: ChildProcess;
let url: string;
let payments: StripePayments;

beforeAll(async () => {
  const env = { DATA_DIR: folder, SECRET_KEY: 'sk_test_1' };
  twin = spawn(process.execPath, [twinFile], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: twin.stdout ?? process.stdin }).once('line', resolve),
  );
  url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
  payments = at(url);
});
afterAll(async () => {
  const gone = new Promise((resolve) => twin.once('exit', resolve));
  twin.kill();
  await gone;
  rmSync(folder, { recursive: true });
});

const at = (apiUrl: string, secretKey = 'sk_test_1') =>
  new StripePayments({ secretKey, apiUrl, webhookSecrets: ['whsec_new', 'whsec_old'], timeoutMs: 1_000 });
const request = (key: string): CheckoutRequest => ({
  key,
  orderId: 'order-1',
  enrollmentId: 'enrollment-1',
  title: 'AI Marketing Mastery',
  amount: '490.00',
  currency: 'EUR',
  email: 'lena@example.org',
  successUrl: 'http://127.0.0.1:1/done',
  cancelUrl: 'http://127.0.0.1:1/back',
});
const post = (path: string, body: object) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('StripePayments over the wire', () => {
  it('opens a checkout once per key, reads it before and after payment', async () => {
    const checkout = await payments.createCheckout(request('k1'));
    expect((await payments.createCheckout(request('k1'))).sessionId).toBe(checkout.sessionId);
    expect(checkout.expiresAt.getTime()).toBeGreaterThan(Date.now());
    expect(await payments.readCheckout(checkout.sessionId)).toEqual({
      status: 'open',
      paid: false,
      paymentIntent: null,
      orderId: 'order-1',
      subscription: null,
      url: checkout.url,
    });
    await post(`/pay/${checkout.sessionId}`, { card: '4242424242424242' });
    const after = await payments.readCheckout(checkout.sessionId);
    expect(after).toMatchObject({
      status: 'complete',
      paid: true,
      paymentIntent: expect.stringMatching(/^pi_/),
      saved: { customer: expect.stringMatching(/^cus_/), brand: 'visa', last4: '4242' },
    });
    expect(await payments.expireCheckout(checkout.sessionId, 'k1:expire')).toMatchObject({ paid: true });
  });

  it('opens a page on which a subscription is begun, once per key; a card that says no leaves it open', async () => {
    const wish = {
      key: 'page-1',
      subscriptionId: '00000000-0000-4000-8000-0000000000aa',
      title: 'The club',
      amountMinor: 900,
      currency: 'EUR',
      interval: 'month' as const,
      email: 'lena@example.org',
      successUrl: 'http://127.0.0.1:1/done',
      cancelUrl: 'http://127.0.0.1:1/back',
    };
    const page = await payments.openSubscriptionPage(wish);
    expect((await payments.openSubscriptionPage(wish)).sessionId).toBe(page.sessionId);
    await post(`/pay/${page.sessionId}`, { card: '4000000000000002' });
    expect(await payments.readCheckout(page.sessionId)).toMatchObject({ status: 'open', subscription: null });
    await post(`/pay/${page.sessionId}`, { card: '4242424242424242' });
    const { status, paid, subscription } = await payments.readCheckout(page.sessionId);
    expect({ status, paid }).toEqual({ status: 'complete', paid: true });
    expect(await payments.readSubscription(subscription ?? '')).toMatchObject({
      key: 'page-1',
      status: 'active',
      invoices: [{ status: 'paid', amountMinor: 900, currency: 'EUR' }],
    });
    expect(await payments.expireCheckout(page.sessionId, 'page-1:expire')).toMatchObject({ subscription });
  });

  it('expires an open checkout, and again', async () => {
    const { sessionId } = await payments.createCheckout(request('k2'));
    expect(await payments.expireCheckout(sessionId, 'k2:a')).toMatchObject({
      status: 'expired',
      paid: false,
    });
    expect(await payments.expireCheckout(sessionId, 'k2:b')).toMatchObject({
      status: 'expired',
      paid: false,
    });
  });

  it('tells defects and refusals from outages', async () => {
    const other = { ...request('k1'), amount: '1.00' };
    await expect(payments.createCheckout(other)).rejects.toMatchObject({ code: 'payments.key_reused' });
    await expect(payments.readCheckout('cs_none')).rejects.toMatchObject({ code: 'payments.not_found' });
    await expect(at(url, 'sk_wrong').readCheckout('cs')).rejects.toMatchObject({
      name: 'PaymentsRefusedError',
      code: 'payments.unauthorized',
    });
    await expect(at('http://127.0.0.1:9').readCheckout('cs')).rejects.toMatchObject({
      name: 'PaymentsUnavailableError',
      code: 'payments.unreachable',
    });
    for (const [apiStatus, code] of [
      [503, 'payments.server_error'],
      [429, 'payments.rate_limited'],
    ] as const) {
      await post('/api/faults', { apiStatus });
      await expect(payments.readCheckout('cs')).rejects.toMatchObject({
        name: 'PaymentsUnavailableError',
        code,
        retryAfterMs: 1_000,
      });
    }
    await post('/api/faults', { dropAnswer: true });
    await expect(payments.createCheckout(request('k3'))).rejects.toMatchObject({
      code: 'payments.unreachable',
    });
    await post('/api/faults', {});
    expect((await payments.createCheckout(request('k3'))).url).toContain('/pay/');
  });
});

describe('a saved card', () => {
  const saved = async () => {
    const { sessionId } = await payments.createCheckout(request(`saved-${Math.random()}`));
    await post(`/pay/${sessionId}`, { card: '4242424242424242' });
    const { saved: card } = await payments.readCheckout(sessionId);
    return card!;
  };
  const sum = { amountMinor: 1_900, currency: 'EUR', title: 'More' };

  it('is charged once per key, found again by it, and its no is an answer', async () => {
    const card = await saved();
    const paid = await payments.charge({ ...card, ...sum, key: 'c1' });
    expect(paid).toMatchObject({ status: 'paid' });
    expect(await payments.charge({ ...card, ...sum, key: 'c1' })).toEqual(paid);
    expect(await payments.findCharge(card.customer, 'c1')).toEqual(paid);
    expect(await payments.findCharge(card.customer, 'never')).toBeNull();
    await post(`/api/methods/${card.method}`, { decline: 'insufficient_funds' });
    const declined = await payments.charge({ ...card, ...sum, key: 'c2' });
    expect(declined).toMatchObject({ status: 'declined', reason: 'insufficient_funds' });
    expect(await payments.findCharge(card.customer, 'c2')).toEqual(declined);
  });

  it('gets money back, in part and in full, and tells when a bank does not take it', async () => {
    const card = await saved();
    const paid = await payments.charge({ ...card, ...sum, key: 'r1' });
    const paymentIntent = paid.paymentIntent!;
    const part = await payments.refund({ key: 'r1:part', paymentIntent, amountMinor: 900 });
    expect(part.amountMinor).toBe(900);
    expect(await payments.findRefund(paymentIntent, 'r1:part')).toEqual(part);
    await post('/api/faults', { refundsFail: true });
    const rest = { paymentIntent, amountMinor: null };
    await expect(payments.refund({ ...rest, key: 'r1:lost' })).rejects.toMatchObject({
      code: 'payments.refund_failed',
    });
    await post('/api/faults', {});
    expect(await payments.refund({ ...rest, key: 'r1:rest' })).toMatchObject({ amountMinor: 1_000 });
    await expect(payments.refund({ ...rest, key: 'r1:more' })).rejects.toMatchObject({
      name: 'PaymentsRefusedError',
    });
  });

  it('carries a subscription through renewals and its end', async () => {
    const card = await saved();
    const wish = { ...card, ...sum, key: 's1', subscriptionId: 'sub-1', interval: 'month' as const };
    const begun = await payments.subscribe(wish);
    if (begun.status === 'declined' || !('providerId' in begun)) throw new Error('It was declined.');
    expect(begun).toMatchObject({ status: 'active', invoices: [{ status: 'paid', amountMinor: 1_900 }] });
    expect(await payments.findSubscription(card.customer, 's1')).toEqual(begun);
    await post('/api/clock', { days: 32 });
    const renewed = await payments.readSubscription(begun.providerId);
    expect(renewed.invoices.map(({ status }) => status)).toEqual(['paid', 'paid']);
    expect(renewed.invoices[0]?.paymentIntent).toMatch(/^pi_/);
    expect(await payments.cancelSubscription(begun.providerId, 'periodEnd', 's1:end')).toMatchObject({
      status: 'active',
      cancelAtPeriodEnd: true,
    });
    expect(await payments.cancelSubscription(begun.providerId, 'now', 's1:now')).toMatchObject({
      status: 'cancelled',
    });
    await post(`/api/methods/${card.method}`, { decline: 'lost_card' });
    expect(await payments.subscribe({ ...wish, key: 's2' })).toMatchObject({ status: 'declined' });
    expect(await payments.findSubscription(card.customer, 's2')).toBeNull();
  });
});

describe('parseWebhook', () => {
  const stripe = new Stripe('sk_test_1');
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'checkout.session.completed',
    created: 1_795_000_000,
    data: { object: { id: 'cs_1', object: 'checkout.session', metadata: { order_id: 'order-1' } } },
  });
  const sign = (secret: string, timestamp = Math.floor(Date.now() / 1000)) =>
    stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const offline = at('http://127.0.0.1:9');

  it.each(['whsec_new', 'whsec_old'])('accepts what is signed with %s', (secret) => {
    expect(offline.parseWebhook(Buffer.from(payload), sign(secret))).toEqual({
      id: 'evt_1',
      type: 'checkout.session.completed',
      created: new Date(1_795_000_000_000),
      objectId: 'cs_1',
      orderId: 'order-1',
      paymentIntent: null,
      subscriptionId: null,
    });
  });

  it.each([
    ['a forged', payload, sign('whsec_other')],
    ['an altered', payload.replace('order-1', 'order-2'), sign('whsec_new')],
    ['an old', payload, sign('whsec_new', Math.floor(Date.now() / 1000) - 400)],
    ['an unsigned', payload, ''],
  ])('refuses %s one', (_, body, signature) => {
    expect(() => offline.parseWebhook(Buffer.from(body), signature)).toThrow(
      expect.objectContaining({ code: 'payments.bad_signature' }),
    );
  });

  it.each([
    '[]',
    'null',
    '{"type":"x","data":{"object":{}}}',
    '{"id":"evt_1","type":"x"}',
    '{"id":5,"type":7}',
  ])('refuses %s, although it is signed', (body) => {
    const signature = stripe.webhooks.generateTestHeaderString({ payload: body, secret: 'whsec_new' });
    expect(() => offline.parseWebhook(Buffer.from(body), signature)).toThrow(
      expect.objectContaining({ code: 'payments.bad_signature' }),
    );
  });
});

describe('toMinorUnits', () => {
  it.each([
    ['490.00', 'EUR', 49_000],
    ['0.5', 'usd', 50],
    ['500', 'JPY', 500],
    ['1.250', 'KWD', 1_250],
    ['1.100', 'EUR', 110],
  ])('counts %s %s as %d', (amount, currency, units) => expect(toMinorUnits(amount, currency)).toBe(units));

  it.each([
    ['1.005', 'EUR'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['1.5', 'JPY'],
  ])('refuses %s %s', (amount, currency) =>
    expect(() => toMinorUnits(amount, currency)).toThrow('not an amount'),
  );
});
