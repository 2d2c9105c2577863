import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@gradus/contracts';
import type { FastifyRequest } from 'fastify';
import { SignInNeededError } from '../problems/request-errors.ts';

/** Who sent this request, read from the database just now. */
export interface Caller {
  readonly userId: string;
  readonly organizationId: string;
  readonly role: Role;
  readonly email: string;
  readonly name: string;
  readonly timeZone: string;
  readonly simulated: boolean;
  /** The login this came from (a family of refresh tokens). */
  readonly loginId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
    /** A token was presented, but it is not (or no longer) good. */
    badToken?: boolean;
  }
}

/** The caller of a route with `@Allow(…)`. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller, badToken } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new SignInNeededError(badToken === true);
  return caller;
});

/** For `@Public()` routes that show more to who is signed in. A token that ran out is refused, so that it is renewed. */
export const OptionalCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller | null => {
    const { caller, badToken } = context.switchToHttp().getRequest<FastifyRequest>();
    if (badToken) throw new SignInNeededError(true);
    return caller ?? null;
  },
);
