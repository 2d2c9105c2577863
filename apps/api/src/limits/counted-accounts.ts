import type { AppConfig } from '@gradus/config';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { RefreshCookie } from '../identity/logins/refresh-cookie.ts';
import { isRefreshToken, refreshTokenHash } from '../identity/logins/refresh-tokens.ts';
import { ticketHash } from '../live/ticket-hash.ts';

/**
 * Whom requests without an access token are counted for, when they prove by something else whose they are: a class behind one
 * address must not be locked out together. What proves nothing names nobody, and is counted by its address.
 */
export class CountedAccounts {
  readonly #database: DataSource;
  readonly #cookie: RefreshCookie;

  constructor(database: DataSource, config: AppConfig) {
    this.#database = database;
    this.#cookie = new RefreshCookie(config);
  }

  /** The login that the refresh cookie belongs to, whichever of its tokens it is; null: none that we know. */
  async ofRefreshCookie(request: FastifyRequest): Promise<string | null> {
    const token = this.#cookie.read(request);
    if (!token || !isRefreshToken(token)) return null;
    const [row] = await this.#database.query<Array<{ family_id: string }>>(
      'SELECT family_id FROM refresh_tokens WHERE token_hash = $1',
      [refreshTokenHash(token)],
    );
    return row ? `login:${row.family_id}` : null;
  }

  /** The account that a live stream's ticket was given to; the ticket is not spent by it. Null: none, or a spent one. */
  async ofTicket({ query }: FastifyRequest): Promise<string | null> {
    const ticket = (query as { ticket?: unknown } | undefined)?.ticket;
    if (typeof ticket !== 'string' || ticket.length > 200) return null;
    const [row] = await this.#database.query<Array<{ user_id: string }>>(
      'SELECT user_id FROM live_tickets WHERE ticket_hash = $1 AND expires_at > clock_timestamp()',
      [ticketHash(ticket)],
    );
    return row ? `account:${row.user_id}` : null;
  }
}
