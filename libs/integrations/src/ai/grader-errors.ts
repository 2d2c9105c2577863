import type { TokenUsage } from './grader.ts';

/** Why a grader could not be reached or asked us to come back. */
export type GraderUnavailableCode =
  | 'grader.unreachable'
  | 'grader.timeout'
  | 'grader.rate_limited'
  | 'grader.overloaded'
  | 'grader.server_error'
  | 'grader.conflict'
  | 'grader.model_missing';

/** Why a grader's no is final. */
export type GraderRefusedCode =
  | 'grader.bad_request'
  | 'grader.unauthorized'
  | 'grader.unknown_model'
  | 'grader.quota'
  | 'grader.refusal'
  | 'grader.truncated'
  | 'grader.malformed_answer';

/** The provider is away, busy or broken: retry with the same key. */
export class GraderUnavailableError extends Error {
  override readonly name = 'GraderUnavailableError';
  readonly code: GraderUnavailableCode;
  /** Milliseconds the provider asked us to wait, when it said so. */
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | null;

  constructor(
    message: string,
    options: {
      code: GraderUnavailableCode;
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

/** A definitive no. `usage` is set when tokens were paid for all the same. */
export class GraderRefusedError extends Error {
  override readonly name = 'GraderRefusedError';
  readonly code: GraderRefusedCode;
  readonly requestId: string | null;
  readonly usage: TokenUsage | null;

  constructor(
    message: string,
    options: {
      code: GraderRefusedCode;
      requestId?: string | null;
      usage?: TokenUsage | null;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.requestId = options.requestId ?? null;
    this.usage = options.usage ?? null;
  }
}
