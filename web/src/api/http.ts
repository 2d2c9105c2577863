import type { z } from 'zod';
import { ProblemError, problemOf, unreachable } from './problem.ts';
import { accessToken, refreshSession } from './transport/access.ts';
import { RequestKeys } from './transport/request-keys.ts';

interface RequestOptions<Answer> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** The contract's schema of the answer. Leave it out for answers without a body. */
  answer?: z.ZodType<Answer>;
  /** POSTs carry an `Idempotency-Key` of their own; give one to choose it, `false` to send none. */
  idempotencyKey?: string | false;
  signal?: AbortSignal | undefined;
}

const keys = new RequestKeys();

/** Asks the API. Renews the access token once when it ran out; throws `ProblemError` for everything that is not an answer. */
export async function request<Answer = undefined>(
  path: string,
  options: RequestOptions<Answer> = {},
): Promise<Answer> {
  const method = options.method ?? (options.body === undefined ? 'GET' : 'POST');
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const ownKey = method === 'POST' && options.idempotencyKey === undefined && !path.startsWith('/api/auth/');
  const key = ownKey ? keys.take(path, body ?? '') : options.idempotencyKey || undefined;

  const response = await renewing(path, () => send(path, method, body, key, options.signal));
  if (ownKey && response.status < 500 && response.status !== 429) keys.settle(path, body ?? '');
  if (!response.ok) throw await problemOf(response);
  if (!options.answer || response.status === 204) return undefined as Answer;
  return understand(path, options.answer, await bodyOf(response, options.signal));
}

/** Asks for an answer that comes line by line, each a piece of JSON. Ending it by the signal ends the work behind it. */
export async function requestLines<Line>(
  path: string,
  { body, line, onLine, signal }: LinesOptions<Line>,
): Promise<void> {
  const text = JSON.stringify(body);
  const response = await renewing(path, () =>
    send(path, 'POST', text, undefined, signal, 'application/x-ndjson'),
  );
  if (!response.ok) throw await problemOf(response);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) onLine(understand(path, line, JSON.parse(one)));
  }
}

interface LinesOptions<Line> {
  body: unknown;
  /** The contract's schema of one line. */
  line: z.ZodType<Line>;
  onLine(line: Line): void;
  signal: AbortSignal;
}

/** A line that is cut in the middle of an answer is a line that is cut, not an answer we do not understand. */
async function bodyOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (signal?.aborted) throw error;
    throw unreachable();
  }
}

/** Asks once more with a new access token when the one there was ran out. */
async function renewing(path: string, ask: () => Promise<Response>): Promise<Response> {
  const response = await ask();
  const renewed = response.status === 401 && !path.startsWith('/api/auth/') && (await refreshSession());
  return renewed ? ask() : response;
}

async function send(
  path: string,
  method: string,
  body: string | undefined,
  key: string | undefined,
  signal: AbortSignal | undefined,
  accept = 'application/json',
): Promise<Response> {
  const headers = new Headers({ Accept: accept });
  const token = accessToken();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (key) headers.set('Idempotency-Key', key);
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
}

/** A field we do not know yet (the API was released before this tab was reloaded) is no reason to show nothing. */
function understand<Answer>(path: string, schema: z.ZodType<Answer>, raw: unknown): Answer {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  if (parsed.error.issues.every((issue) => issue.code === 'unrecognized_keys')) return raw as Answer;
  console.error(`The answer of ${path} is not what its contract says`, parsed.error.issues);
  throw new ProblemError({
    status: 0,
    code: 'answer.not-understood',
    detail: 'This page and the server do not speak the same version. Reload the page.',
  });
}

/** A file that only who is signed in may read. */
export async function requestFile(path: string): Promise<Blob> {
  const response = await renewing(path, () => send(path, 'GET', undefined, undefined, undefined, '*/*'));
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}

/** `query({ search: 'x', cursor: undefined })` -> `?search=x`. */
export function query(parameters: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
