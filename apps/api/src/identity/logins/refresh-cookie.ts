import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGIN_DAYS } from './refresh-tokens.ts';

const PATH = '/api/auth';

/** The refresh token's cookie: never readable by scripts, never sent along by other sites, only to /api/auth. */
@Injectable()
export class RefreshCookie {
  readonly #name: string;
  readonly #secure: boolean;

  constructor(config: AppConfig) {
    const { port, protocol } = new URL(config.api.publicUrl);
    // Cookies do not know ports: two copies on one machine would sign each other out.
    this.#name = port ? `gradus_refresh_${port}` : 'gradus_refresh';
    this.#secure = protocol === 'https:';
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.#name] || null;
  }

  write(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.#name, token, { ...this.#attributes(), maxAge: LOGIN_DAYS * 86_400 });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.#name, this.#attributes());
  }

  #attributes() {
    return { path: PATH, httpOnly: true, sameSite: 'lax', secure: this.#secure } as const;
  }
}
