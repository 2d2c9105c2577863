import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { ConsoleLogger, type LogLevel, Logger } from '@nestjs/common';
import type { AppConfig } from '@gradus/config';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const requests = new AsyncLocalStorage<string>();
const LEVELS: LogLevel[] = ['debug', 'log', 'warn', 'error', 'fatal'];
const FROM = { debug: 0, info: 1, warn: 2, error: 3 };
/** What Nest tells about its own start: a hundred lines that nobody asked for. */
const CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** One JSON object a line, with the id of the request that it came from. */
export class RequestLogger extends ConsoleLogger {
  constructor(level: AppConfig['logLevel']) {
    super({ json: true, colors: false, logLevels: LEVELS.slice(FROM[level]) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && CHATTER.has(context)) return;
    super.log(message, ...rest);
  }

  protected override getJsonLogObject(
    ...line: Parameters<ConsoleLogger['getJsonLogObject']>
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const requestId = requests.getStore();
    return { ...super.getJsonLogObject(...line), ...(requestId && { requestId }) };
  }
}

/** The caller's `X-Request-Id` when it is harmless, else one of ours. */
export function requestIdOf(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Answers every request with its id, and logs it: route and status, never query, header or body. */
export function logRequests(fastify: FastifyInstance): void {
  const logger = new Logger('Request');
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', String(request.id));
    done();
  });
  // After the body was read: reading it loses the asynchronous context.
  fastify.addHook('preValidation', (request, _reply, done) => {
    requests.run(String(request.id), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const line = {
      requestId: String(request.id),
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      userId: request.caller?.userId,
    };
    if (reply.statusCode >= 500) logger.warn(line);
    else logger.debug(line);
    done();
  });
}

const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? '(none)';
