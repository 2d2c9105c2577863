import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { Reflector } from '@nestjs/core';
import { DataSource } from 'typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CountedAccounts } from './counted-accounts.ts';
import { LIMIT, type LimitName } from './limit.decorators.ts';
import { LimitExceededError } from './limit-errors.ts';
import { RequestCounter } from './request-counter.ts';
import { requestLimits, type RequestLimit } from './request-limits.ts';

/**
 * Second of the guards: counts a request under the limits of its route and says how many are left, in the headers of
 * the IETF draft (`RateLimit-Policy`, `RateLimit`). Not @nestjs/throttler: that is CommonJS, which requires Nest's ES
 * modules in a cycle under jest.
 */
@Injectable()
export class LimitGuard implements CanActivate {
  readonly #limits: Record<LimitName, RequestLimit[]>;

  constructor(
    private readonly reflector: Reflector,
    private readonly counter: RequestCounter,
    config: AppConfig,
    database: DataSource,
  ) {
    this.#limits = requestLimits(config.limits, new CountedAccounts(database, config));
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = this.reflector.getAllAndOverride<LimitName | 'none' | undefined>(LIMIT, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (name === 'none') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const policies: string[] = [];
    const states: string[] = [];
    for (const limit of this.#limits[name ?? 'general']) {
      const who = await limit.countedFor(request);
      if (who === null) continue;
      const { hits, resetsInMs } = await this.counter.add(limit, who);
      const seconds = Math.max(1, Math.ceil(resetsInMs / 1_000));
      policies.push(`"${limit.name}";q=${limit.limit};w=${limit.windowSeconds}`);
      states.push(`"${limit.name}";r=${Math.max(0, limit.limit - hits)};t=${seconds}`);
      void reply.header('RateLimit-Policy', policies.join(', ')).header('RateLimit', states.join(', '));
      if (hits > limit.limit) throw new LimitExceededError(limit.name, seconds);
    }
    return true;
  }
}
