import { randomUUID } from 'node:crypto';

/** An answer that says no for good. */
export class ApiRefusedError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}

/** The API that died with a request keeps its key for half a minute: until then the same request is "in progress". */
const IN_PROGRESS_TRIES = 30;

interface Credentials {
  email: string;
  password: string;
}

/**
 * The public API as one learner uses it: signs in when needed, waits when told to, tries again while the API is away.
 * A POST carries an Idempotency-Key, the same for every try of the same deed.
 */
export class LearnerApi {
  readonly #base: string;
  readonly #credentials: Credentials;
  #token: string | null = null;

  constructor(base: string, { email, password }: Credentials) {
    this.#base = base;
    this.#credentials = { email, password };
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  post<T>(path: string, body: unknown, key: string = randomUUID()): Promise<T> {
    return this.#request<T>('POST', path, body, key);
  }

  async #request<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#once(method, path, body, key).catch(unlessRefused);
      if (answer?.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
      if (answer?.status === 401) this.#token = null;
      else if (answer && answer.status < 500 && answer.status !== 429 && answer.status !== 409)
        throw await refusal(answer);
      else if (answer?.status === 409) {
        const refused = await refusal(answer);
        if (attempt > IN_PROGRESS_TRIES || !refused.code.startsWith('request.')) throw refused;
      }
      const told = Number(answer?.headers.get('retry-after') ?? 0) * 1_000;
      await pause(Math.max(told, Math.min(5_000, 200 * 2 ** Math.min(attempt, 5))));
    }
  }

  async #once(method: string, path: string, body: unknown, key?: string): Promise<Response> {
    this.#token ??= await this.#signIn();
    return fetch(`${this.#base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  }

  async #signIn(): Promise<string> {
    for (;;) {
      const answer = await fetch(`${this.#base}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(this.#credentials),
        signal: AbortSignal.timeout(20_000),
      });
      if (answer.ok) return ((await answer.json()) as { accessToken: string }).accessToken;
      if (answer.status !== 429 && answer.status < 500) throw await refusal(answer);
      await pause(Math.max(1_000, Number(answer.headers.get('retry-after') ?? 1) * 1_000));
    }
  }
}

/** A lost connection or a time-out is tried again, a no is not. */
function unlessRefused(error: unknown): null {
  if (error instanceof ApiRefusedError) throw error;
  return null;
}

async function refusal(answer: Response): Promise<ApiRefusedError> {
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  return new ApiRefusedError(answer.status, problem.code ?? 'unknown', problem.detail ?? answer.statusText);
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
