import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from './access-tokens.ts';
import { Callers } from './callers.ts';

/** First of the guards: finds out who is asking, for the limits and the policy after it. Refuses nobody. */
@Injectable()
export class IdentifyGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly callers: Callers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (!authorization) return true;
    const token = /^Bearer ([\w-]+\.[\w-]*\.[\w-]*)$/i.exec(authorization)?.[1];
    const grant = token ? await this.tokens.read(token) : null;
    const caller = grant ? await this.callers.of(grant) : null;
    if (caller) request.caller = caller;
    else request.badToken = true;
    return true;
  }
}
