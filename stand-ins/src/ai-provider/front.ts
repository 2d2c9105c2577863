import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, type WebAnswer, type WebRequest } from '../hosting/web-host.ts';
import type { CallLog } from './call-log.ts';
import { faultBody, type ProviderFaults } from './provider-faults.ts';

/** What stands between the caller and aimock: keys, faults, the receipt log and the vendors' request ids. */
export interface FrontOptions {
  readonly modelUrl: string;
  readonly log: CallLog;
  readonly faults: () => ProviderFaults;
}

/** Answers one call of either protocol. */
export async function answerCall(request: WebRequest, options: FrontOptions): Promise<WebAnswer | null> {
  const at = new Date().toISOString();
  const protocol = request.url.pathname.startsWith('/v1/messages') ? 'anthropic' : 'openai';
  const { status, retryAfter, latencyMs } = options.faults();
  const requestId = `req_${randomUUID().replaceAll('-', '')}`;
  const headers = { 'x-request-id': requestId, 'request-id': requestId };
  const note = (answered: number) => {
    if (request.method !== 'POST') return;
    const model = readJson(request.body)['model'];
    const key = header(request, 'idempotency-key');
    options.log.add({ key, protocol, model: typeof model === 'string' ? model : '', at, status: answered });
  };
  await sleep(latencyMs);
  const refusal = status ?? (isSignedIn(request) ? null : 401);
  if (refusal !== null) {
    note(refusal);
    const retry: Record<string, string> = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
    return { status: refusal, headers: { ...headers, ...retry }, body: faultBody(protocol, refusal) };
  }
  const answer = await forward(request, options.modelUrl);
  const body = Buffer.from(await answer.arrayBuffer());
  note(answer.status);
  const type = answer.headers.get('content-type') ?? 'application/json';
  request.response.writeHead(answer.status, { ...headers, 'content-type': type }).end(body);
  return null;
}

function forward({ method, url, headers, body }: WebRequest, modelUrl: string): Promise<Response> {
  const kept = ['authorization', 'x-api-key', 'anthropic-version', 'content-type', 'accept'];
  return fetch(modelUrl + url.pathname + url.search, {
    method,
    headers: Object.fromEntries(
      kept.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
    ),
    ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
  });
}

function isSignedIn(request: WebRequest): boolean {
  return header(request, 'x-api-key') !== null || /^Bearer \S/.test(header(request, 'authorization') ?? '');
}

function header({ headers }: WebRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
