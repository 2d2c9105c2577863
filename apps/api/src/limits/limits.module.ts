import { type ExecutionContext, Module } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { Reflector } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { LIMIT, type LimitName } from './limit.decorators.ts';
import { LimitStore } from './limit-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

@Module({ providers: [LimitStore], exports: [LimitStore] })
class LimitStoreModule {}

/** The named limits and what they count: the account once signed in, else the address. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [LimitStoreModule],
      inject: [AppConfig, LimitStore, Reflector],
      useFactory: (config: AppConfig, storage: LimitStore, reflector: Reflector) => ({
        storage,
        throttlers: throttlers(config, reflector),
      }),
    }),
  ],
  exports: [ThrottlerModule],
})
export class LimitsModule {}

function throttlers({ limits }: AppConfig, reflector: Reflector): ThrottlerOptions[] {
  const only =
    (...names: Array<LimitName | undefined>) =>
    (context: ExecutionContext) => {
      const name = reflector.getAllAndOverride<LimitName | 'none' | undefined>(LIMIT, [
        context.getHandler(),
        context.getClass(),
      ]);
      return !(names as unknown[]).includes(name);
    };
  const auth = { limit: limits.authPerMinute, ttl: MINUTE };
  return [
    { name: 'auth', ...auth, skipIf: only('auth'), getTracker: address },
    {
      name: 'auth-account',
      ...auth,
      skipIf: (context) => only('auth')(context) || accountNamed(requestOf(context)) === null,
      getTracker: (request) => accountNamed(request as FastifyRequest) ?? '',
    },
    {
      name: 'refresh',
      limit: limits.refreshPerMinute,
      ttl: MINUTE,
      skipIf: only('refresh'),
      getTracker: address,
    },
    {
      name: 'generation',
      limit: limits.generationPerHour,
      ttl: HOUR,
      skipIf: only('generation'),
      getTracker: account,
    },
    {
      name: 'analytics',
      limit: limits.analyticsPerHour,
      ttl: HOUR,
      skipIf: only('analytics'),
      getTracker: account,
    },
    {
      name: 'general',
      limit: limits.generalPerHour,
      ttl: HOUR,
      skipIf: only('general', undefined),
      getTracker: account,
    },
  ];
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();
const address = (request: Record<string, unknown>) =>
  `address:${networkOf((request as unknown as FastifyRequest).ip)}`;

function account(request: Record<string, unknown>): string {
  const { caller } = request as unknown as FastifyRequest;
  return caller ? `account:${caller.userId}` : address(request);
}

/** The account that a sign-in names; whether there is one makes no difference. */
function accountNamed(request: FastifyRequest): string | null {
  const email = (request.body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' && email.length <= 255 ? `email:${email.trim().toLowerCase()}` : null;
}

/** One household of IPv6 is one address: its /64. */
function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
