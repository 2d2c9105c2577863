import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, of } from 'rxjs';
import { SignInNeededError } from '../problems/request-errors.ts';
import { FirstAnswers, type KeyedRequest } from './first-answers.ts';
import { IdempotencyKeyMissingError } from './idempotency-errors.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** See {@link Idempotent}. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(private readonly answers: FirstAnswers) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const outcome = await this.answers.claimOrRecall(keyedRequest(request));
    if ('claim' in outcome) return this.#first(outcome.claim, reply, next);
    void reply.status(outcome.status).header('Idempotency-Replayed', 'true');
    return of(outcome.answer ?? undefined);
  }

  #first(claim: string, reply: FastifyReply, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        // The work is committed: failing to note its answer is no reason to tell the client that it failed.
        await this.answers.keep(claim, { status: reply.statusCode, answer }).catch((error: unknown) => {
          this.logger.warn({ message: 'The first answer was not kept', reason: String(error) });
        });
        return answer;
      }),
      catchError((error: unknown) =>
        from(this.answers.release(claim).catch(() => {})).pipe(
          mergeMap(() => {
            throw error;
          }),
        ),
      ),
    );
  }
}

function keyedRequest(request: FastifyRequest): KeyedRequest {
  if (!request.caller) throw new SignInNeededError(false);
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY.test(key)) throw new IdempotencyKeyMissingError();
  const content = canonical({
    params: request.params ?? {},
    query: request.query ?? {},
    body: request.body ?? {},
  });
  return {
    userId: request.caller.userId,
    route: `${request.method} ${request.routeOptions.url}`.slice(0, 160),
    key,
    hash: createHash('sha256').update(content).digest('hex'),
  };
}

/** JSON with the fields in order, so that a client may write them in any. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
