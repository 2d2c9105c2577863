import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.ts';

/**
 * For every POST that starts something: needs an `Idempotency-Key` header and replays the first answer to whoever
 * repeats the request. Only for routes with `@Allow(…)`. The service behind must be idempotent by natural keys all the
 * same: after a crash between its commit and our note, it is asked again, and owes the answer that was lost. Where its own rules
 * would refuse a second time, it knows the request by `sendersKey` in a row of its own, or by `doneBefore` in the audit log.
 */
export const Idempotent = () =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        'Chosen by the client, 1 to 200 characters; the same key gets the same answer for two days.',
    }),
  );
