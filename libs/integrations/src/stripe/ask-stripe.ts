import { Stripe } from 'stripe';
import {
  PaymentsRefusedError,
  PaymentsUnavailableError,
  type PaymentsRefusedCode,
  type PaymentsUnavailableCode,
} from './payment-errors.ts';

/** A list is read to its end; nobody has more than this of anything. */
const MOST = 10_000;

/**
 * Asks Stripe, and maps what it throws by status (parts 4). Each question takes `timeoutMs` at most, with all that belongs to it:
 * the SDK's own limit is one of silence, which an answer that comes drop by drop never meets.
 */
export class Asking {
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** One call. */
  one<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    return this.#inTime(call);
  }

  /** All of a list, newest first: what is looked for may be older than its first page. The pages together are one question. */
  all<Item>(list: () => Stripe.ApiListPromise<Item>): Promise<Item[]> {
    const items: Item[] = [];
    return this.#inTime(async (over) => {
      await list().autoPagingEach((item) => {
        items.push(item);
        return !over() && items.length < MOST;
      });
      return items;
    });
  }

  async #inTime<Answer>(call: (over: () => boolean) => Promise<Answer>): Promise<Answer> {
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        isOver = true;
        const message = `The payment provider did not answer within ${this.#timeoutMs / 1000} s`;
        reject(new PaymentsUnavailableError(message, { code: 'payments.unreachable' }));
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([call(() => isOver), limit]);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError)) throw error;
      throw translate(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function translate(cause: Stripe.errors.StripeError): PaymentsUnavailableError | PaymentsRefusedError {
  const requestId = cause.requestId ?? null;
  const later = unavailableCode(cause);
  if (later !== null) {
    const seconds = Number.parseFloat(cause.headers?.['retry-after'] ?? '');
    const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
    return new PaymentsUnavailableError(cause.message, { code: later, retryAfterMs, requestId, cause });
  }
  return new PaymentsRefusedError(cause.message, { code: refusedCode(cause), requestId, cause });
}

function unavailableCode(error: Stripe.errors.StripeError): PaymentsUnavailableCode | null {
  if (error instanceof Stripe.errors.StripeConnectionError) return 'payments.unreachable';
  const status = error.statusCode;
  if (error instanceof Stripe.errors.StripeRateLimitError || status === 429) return 'payments.rate_limited';
  if (status === 409 || error.code === 'idempotency_key_in_use') return 'payments.conflict';
  return status === undefined || status >= 500 ? 'payments.server_error' : null;
}

function refusedCode(error: Stripe.errors.StripeError): PaymentsRefusedCode {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return 'payments.key_reused';
  if (error.statusCode === 401 || error.statusCode === 403) return 'payments.unauthorized';
  if (error.statusCode === 402) return 'payments.declined';
  return error.statusCode === 404 ? 'payments.not_found' : 'payments.bad_request';
}
