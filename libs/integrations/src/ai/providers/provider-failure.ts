import { GraderRefusedError, GraderUnavailableError } from '../grader-errors.ts';

/** What both SDKs' errors have in common. */
export interface ProviderFailure {
  readonly provider: string;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  readonly code: string | null | undefined;
  readonly timedOut: boolean;
  readonly headers: Headers | undefined;
  readonly requestId: string | null | undefined;
  readonly cause: Error;
}

const OUT_OF_QUOTA = /insufficient_quota|billing|spend_limit|credit_balance|quota_exceeded/i;

/** Maps a failure by status first, code second (parts 1.2), to the two errors the port knows. */
export function toGraderError(failure: ProviderFailure): GraderUnavailableError | GraderRefusedError {
  const { provider, status, cause } = failure;
  const requestId = failure.requestId ?? null;
  const retryAfterMs = readRetryAfter(failure.headers);
  if (status === undefined) {
    return failure.timedOut
      ? new GraderUnavailableError(`${provider} did not answer in time`, { code: 'grader.timeout', cause })
      : new GraderUnavailableError(`${provider} cannot be reached`, { code: 'grader.unreachable', cause });
  }
  const quota =
    status === 402 || (status === 429 && OUT_OF_QUOTA.test(`${failure.code ?? ''} ${cause.message}`));
  if (quota) {
    return new GraderRefusedError(`The ${provider} account has no quota left`, {
      code: 'grader.quota',
      requestId,
      cause,
    });
  }
  const busy = busyCode(status);
  if (busy !== null && failure.headers?.get('x-should-retry') !== 'false') {
    return new GraderUnavailableError(`${provider} is not available just now (${status})`, {
      code: busy,
      retryAfterMs,
      requestId,
      cause,
    });
  }
  const code =
    status === 401 || status === 403
      ? 'grader.unauthorized'
      : status === 404
        ? 'grader.unknown_model'
        : 'grader.bad_request';
  return new GraderRefusedError(`${provider} refused the request (${status})`, { code, requestId, cause });
}

function busyCode(status: number) {
  if (status === 429) return 'grader.rate_limited' as const;
  if (status === 529 || status === 503) return 'grader.overloaded' as const;
  if (status === 408) return 'grader.timeout' as const;
  if (status === 409) return 'grader.conflict' as const;
  return status >= 500 ? ('grader.server_error' as const) : null;
}

/** Reads `retry-after-ms` or `retry-after` (seconds or an HTTP date) as milliseconds from now. */
export function readRetryAfter(headers: Headers | undefined): number | undefined {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const value = headers?.get('retry-after');
  if (value === null || value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(value) - Date.now();
  return Number.isNaN(until) ? undefined : Math.max(0, until);
}
