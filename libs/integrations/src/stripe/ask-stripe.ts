import { Stripe } from 'stripe';
import {
  PaymentsRefusedError,
  PaymentsUnavailableError,
  type PaymentsRefusedCode,
  type PaymentsUnavailableCode,
} from './payment-errors.ts';

/** Runs one call and maps what it throws by status (parts 4). */
export async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    throw translate(error);
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
