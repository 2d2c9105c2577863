import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StripePayments } from './stripe-payments.ts';

const LIMIT_MS = 400;
let answer: (response: ServerResponse) => void;
let asked = 0;
const server = createServer((_, response) => {
  asked += 1;
  response.writeHead(200, { 'content-type': 'application/json' });
  answer(response);
});
let payments: StripePayments;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  payments = new StripePayments({ secretKey: 'sk_test_1', apiUrl, webhookSecrets: [], timeoutMs: LIMIT_MS });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = 0;
});

/** How the question ends that never does, and after how many milliseconds. */
async function outcomeOf(question: () => Promise<unknown>): Promise<{ code: unknown; after: number }> {
  const begun = performance.now();
  const code = await question().then(
    () => 'answered',
    (error: { code?: unknown }) => error.code,
  );
  return { code, after: performance.now() - begun };
}

describe('a question to the payment provider', () => {
  it('has its end also when the answer comes drop by drop, so that the line is never silent', async () => {
    answer = (response) => {
      response.write('{"id":"');
      const drops = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drops));
    };
    const { code, after } = await outcomeOf(() => payments.readCharge('pi_1'));
    expect(code).toBe('payments.unreachable');
    // Far more than the limit, for a busy machine; without one it would take for ever.
    expect(after).toBeLessThan(10 * LIMIT_MS);
  });

  it('is one together with all pages of a list, and asks for no further page once its time is up', async () => {
    answer = (response) => {
      const page = {
        object: 'list',
        url: '/v1/payment_intents',
        has_more: true,
        data: [{ id: `pi_${asked}`, object: 'payment_intent', metadata: {} }],
      };
      setTimeout(() => response.end(JSON.stringify(page)), 20);
    };
    const { code, after } = await outcomeOf(() => payments.findCharge('cus_1', 'key'));
    expect(code).toBe('payments.unreachable');
    expect(after).toBeLessThan(10 * LIMIT_MS);
    expect(asked).toBeGreaterThan(1);
    const then = asked;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked - then).toBeLessThanOrEqual(1);
  });
});
