interface ProblemMore {
  /** Code-specific values for the program at the other end, e.g. what is missing. */
  data?: Record<string, unknown>;
  /** One line per field that is wrong. */
  fields?: Array<{ path: string; message: string }>;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * What the product refuses, and why: a stable code (`area.problem`), the HTTP status it becomes, and a sentence that a
 * person understands. Services throw subclasses of this one and never an `HttpException`.
 */
export abstract class DomainError extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: Record<string, unknown> | undefined;
  readonly fields: Array<{ path: string; message: string }> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, status: number, sentence: string, more: ProblemMore = {}) {
    super(sentence, { cause: more.cause });
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.data = more.data;
    this.fields = more.fields;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}
