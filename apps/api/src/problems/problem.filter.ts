import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem-of-error.ts';

const logger = new Logger('Problem');

/** Answers an error as `application/problem+json`; also for what Fastify refuses before Nest sees it. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, body, retryAfterSeconds, unexpected } = problemOf(error, String(request.id));
  if (unexpected) logger.error(loggable(error));
  // A stream that has begun cannot turn into an error: its end is the answer.
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.end();
    return;
  }
  void reply.header('X-Request-Id', String(request.id));
  if (retryAfterSeconds !== undefined) void reply.header('Retry-After', String(retryAfterSeconds));
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  void reply.status(status).header('Content-Type', 'application/problem+json; charset=utf-8').send(body);
}

/** Name, code and place; not the values that a driver's error carries along. */
function loggable(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return {
    message: `${name}: ${message}`,
    code,
    stack,
    cause: cause instanceof Error ? cause.message : undefined,
  };
}

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
