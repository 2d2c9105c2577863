import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PAYMENT_QUESTION_MS } from '@gradus/activities';
import type { Step } from '@gradus/flow';
import { CHARGE, type Payer, SUBSCRIBE, Till, keyOf, refundOf } from '../testing/till.ts';

jest.setTimeout(60_000);

/** What this process asks the payment provider, in order: a call each, and a list once for all its pages. */
class Questions {
  readonly asked: string[] = [];
  readonly #host: string;

  constructor(url: string) {
    this.#host = new URL(url).host;
    diagnostics.subscribe('http.client.request.start', this.#note);
  }

  readonly #note = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (request.getHeader('host') !== this.#host || request.path.includes('starting_after=')) return;
    this.asked.push(`${request.method} ${request.path.replace(/[?].*/, '')}`);
  };

  stop(): string[] {
    diagnostics.unsubscribe('http.client.request.start', this.#note);
    return this.asked;
  }
}

/** A claim is longer than the slowest lawful attempt, so that nobody else takes up what is still being carried out. */
describe('the claim of an effect that moves money', () => {
  let till: Till;
  beforeAll(async () => {
    till = await Till.open();
  });
  afterAll(() => till.close());

  /** The questions of a later attempt, and how many milliseconds its claim had left when it was settled. */
  async function laterAttempt(payer: Payer, fault: object) {
    await till.twin.post('/api/faults', fault);
    await expect(till.perform(payer)).rejects.toMatchObject({ type: expect.stringContaining('payments.') });
    await till.twin.post('/api/faults', {});
    const questions = new Questions(till.twin.url);
    await till.perform(payer).finally(() => questions.stop());
    const [effect] = await till.query<{ state: string; attempt: number; left: number }>(
      `SELECT state, attempt, (EXTRACT(EPOCH FROM claimed_until - settled_at) * 1000)::double precision AS left
         FROM effects WHERE key = $1`,
      [keyOf(payer)],
    );
    return { asked: questions.asked, ...effect! };
  }

  const AWAY = { apiStatus: 503 };
  const LOST = { dropAnswer: true };
  const INTENTS = '/v1/payment_intents';
  const SUBSCRIPTIONS = '/v1/subscriptions';

  it.each<[string, Step, object, string[]]>([
    ['charge', CHARGE, AWAY, [`GET ${INTENTS}`, `POST ${INTENTS}`]],
    ['charge whose answer was lost', CHARGE, LOST, [`GET ${INTENTS}`]],
    ['refund', refundOf({ kind: 'all' }), AWAY, ['GET /v1/refunds', 'POST /v1/refunds']],
    [
      'subscription',
      SUBSCRIBE,
      AWAY,
      [`GET ${SUBSCRIPTIONS}`, 'POST /v1/prices', `POST ${SUBSCRIPTIONS}`, 'GET /v1/invoices'],
    ],
  ])('outlasts the questions that a later attempt at a %s may ask', async (_, step, fault, expected) => {
    const { state, attempt, asked, left } = await laterAttempt(await till.payer(step), fault);
    expect({ state, attempt, asked }).toEqual({ state: 'done', attempt: 2, asked: expected });
    expect(left).toBeGreaterThan(asked.length * PAYMENT_QUESTION_MS);
  });
});
