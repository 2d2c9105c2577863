import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RoleInsufficientError, SignInNeededError } from '../problems/request-errors.ts';
import { POLICY, type Policy } from './policy.decorators.ts';

/** Default deny: a route is open only as far as its policy says; one without a policy is open to nobody. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const policy = this.reflector.get<Policy | undefined>(POLICY, context.getHandler());
    if (!policy) throw new RoleInsufficientError();
    if (policy.open === 'everyone') return true;
    const { caller, badToken } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!caller) throw new SignInNeededError(badToken === true);
    if (!policy.roles.includes(caller.role)) throw new RoleInsufficientError();
    return true;
  }
}
