/** Why the provider could not be asked. */
export type PaymentsUnavailableCode =
  'payments.unreachable' | 'payments.rate_limited' | 'payments.server_error' | 'payments.conflict';

/** The provider is away, busy or broken: retry with the same key. */
export class PaymentsUnavailableError extends Error {
  override readonly name = 'PaymentsUnavailableError';
  readonly code: PaymentsUnavailableCode;
  /** Milliseconds the provider asked us to wait, when it said so. */
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | null;

  constructor(
    message: string,
    options: {
      code: PaymentsUnavailableCode;
      retryAfterMs?: number | undefined;
      requestId?: string | null;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
    this.requestId = options.requestId ?? null;
  }
}

/** Why a no is final. `key_reused`: one key with two different requests, a defect of ours. */
export type PaymentsRefusedCode =
  | 'payments.bad_request'
  | 'payments.not_found'
  | 'payments.unauthorized'
  | 'payments.declined'
  | 'payments.refund_failed'
  | 'payments.key_reused';

/** A definitive no: a person, or a new try with a new key. */
export class PaymentsRefusedError extends Error {
  override readonly name = 'PaymentsRefusedError';
  readonly code: PaymentsRefusedCode;
  readonly requestId: string | null;

  constructor(
    message: string,
    options: { code: PaymentsRefusedCode; requestId?: string | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.requestId = options.requestId ?? null;
  }
}

/** A webhook that the provider did not sign, signed too long ago, or that says nothing. Answer 400. */
export class PaymentSignatureError extends Error {
  override readonly name = 'PaymentSignatureError';
  readonly code = 'payments.bad_signature';
}
