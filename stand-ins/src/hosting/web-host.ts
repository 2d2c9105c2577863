import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request with its body read. */
export interface WebRequest {
  readonly method: string;
  readonly url: URL;
  /** What `:names` of the route matched. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** For streams: a handler that writes to it itself answers null. */
  readonly response: ServerResponse;
}

/** An answer: an object is sent as JSON, a string as HTML. */
export interface WebAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | string;
}

type Handler = (request: WebRequest) => Promise<WebAnswer | null> | WebAnswer | null;

const MOST_BYTES = 5_000_000;

/** A small HTTP server on loopback: routes in order of registration, first match wins. */
export class WebHost {
  readonly #routes: Array<{ method: string; pattern: RegExp; names: string[]; handler: Handler }> = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  /** Registers a route; `:name` matches one path segment, a trailing `*` the rest. Method `*` matches all. */
  route(method: string, path: string, handler: Handler): this {
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
    const source = path.replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+)').replace(/\*$/, '.*');
    this.#routes.push({ method, pattern: new RegExp(`^${source}$`), names, handler });
    return this;
  }

  /** Listens on 127.0.0.1 and answers the port. @throws Error when the port is taken */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const answer = await this.#answer(request, response, url);
      if (answer !== null) send(response, answer);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) send(response, { status: 500, body: { error: 'The stand-in failed' } });
      else response.destroy();
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<WebAnswer | null> {
    const method = request.method ?? 'GET';
    for (const route of this.#routes) {
      const match = route.pattern.exec(url.pathname);
      if (match === null || (route.method !== '*' && route.method !== method)) continue;
      const params = Object.fromEntries(
        route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
      );
      const body = await readBody(request);
      if (body === null) return { status: 413, body: { error: 'Too large' } };
      return await route.handler({ method, url, params, headers: request.headers, body, response });
    }
    return { status: 404, body: { error: `Nothing at ${url.pathname}` } };
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: WebAnswer): void {
  const isPage = typeof answer.body === 'string';
  response.writeHead(answer.status ?? 200, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...answer.headers,
  });
  response.end(isPage ? answer.body : JSON.stringify(answer.body));
}

/** Reads a JSON object body; anything else is an empty object. */
export function readJson(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
