import { ProblemDetails } from '@gradus/contracts';

/** What the API refused, or what kept us from asking it: always a stable code and a sentence a person understands. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly fields: { path: string; message: string }[];
  readonly data: Record<string, unknown>;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(problem: ProblemInput) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.fields = problem.fields ?? [];
    this.data = problem.data ?? {};
    this.requestId = problem.requestId ?? null;
    this.retryAfterSeconds = problem.retryAfterSeconds ?? null;
  }

  /** Whether asking again may help without anybody changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

interface ProblemInput {
  status: number;
  code: string;
  detail: string;
  fields?: { path: string; message: string }[] | undefined;
  data?: Record<string, unknown> | undefined;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
}

export function hasCode(error: unknown, code: string): error is ProblemError {
  return error instanceof ProblemError && error.code === code;
}

export function unreachable(): ProblemError {
  return new ProblemError({
    status: 0,
    code: 'network.unreachable',
    detail: 'We could not reach the server. Check your connection and try again; nothing you wrote is lost.',
  });
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const parsed = ProblemDetails.safeParse(await response.json().catch(() => null));
  const retryAfterSeconds = Number(response.headers.get('Retry-After')) || undefined;
  if (parsed.success) return new ProblemError({ ...parsed.data, retryAfterSeconds });
  return new ProblemError({
    status: response.status,
    code: `http.${response.status}`,
    detail:
      response.status >= 500
        ? 'The server is not answering as it should. Please try again in a moment.'
        : `The server refused this (${response.status}).`,
    retryAfterSeconds,
  });
}
