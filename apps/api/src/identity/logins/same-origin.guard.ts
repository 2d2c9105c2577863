import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { FastifyRequest } from 'fastify';
import { OriginForeignError } from '../identity-errors.ts';

/**
 * Against forged requests where a cookie decides: browsers name the origin of every POST, and it has to be ours (or the
 * host that was asked, for a development server in between). Programs without a browser send no cookie by accident.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  readonly #ours: string;

  constructor(config: AppConfig) {
    this.#ours = new URL(config.api.publicUrl).origin;
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const { origin, host } = headers;
    if (headers['sec-fetch-site'] === 'cross-site') throw new OriginForeignError();
    if (!origin || origin === this.#ours) return true;
    if (URL.canParse(origin) && new URL(origin).host === host) return true;
    throw new OriginForeignError();
  }
}
