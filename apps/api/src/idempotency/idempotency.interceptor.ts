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
import { RequestInvalidError, SignInNeededError } from '../problems/request-errors.ts';
import { FirstAnswers, type KeyedRequest } from './first-answers.ts';
import { IdempotencyKeyMissingError } from './idempotency-errors.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;
/** No request of ours is nested as deeply; more would only exhaust the stack. */
const MOST_DEPTH = 32;

/** See {@link Idempotent}. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(private readonly answers: FirstAnswers) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const keyed = keyedRequest(request);
    const outcome = await this.answers.claimOrRecall(keyed);
    if ('claim' in outcome) return this.#first(keyed.userId, outcome.claim, reply, next);
    void reply.status(outcome.status).header('Idempotency-Replayed', 'true');
    return of(outcome.answer ?? undefined);
  }

  #first(userId: string, claim: string, reply: FastifyReply, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        // The work is committed: failing to note its answer is no reason to tell the client that it failed.
        const first = { status: reply.statusCode, answer };
        await this.answers.keep(userId, claim, first).catch((error: unknown) => {
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
  const content = JSON.stringify(
    inOrder({ params: request.params ?? {}, query: request.query ?? {}, body: request.body ?? {} }),
  );
  return {
    userId: request.caller.userId,
    route: `${request.method} ${request.routeOptions.url}`.slice(0, 160),
    key,
    hash: createHash('sha256').update(content).digest('hex'),
  };
}

/** The fields in order, so that a client may write them in any. */
function inOrder(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MOST_DEPTH) throw new RequestInvalidError([{ path: '', message: 'is nested too deeply' }]);
  if (Array.isArray(value)) return value.map((item) => inOrder(item, depth + 1));
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, inOrder(field, depth + 1)]));
}
