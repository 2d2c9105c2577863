import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { Callers } from '../access/callers.ts';
import { LiveTicketSpentError } from './live-errors.ts';
import { ticketHash } from './ticket-hash.ts';

const GOOD_FOR_SECONDS = 30;
const SHAPE = /^[\w-]{43}\.([\da-f-]{36})\.([\da-f-]{36})$/;

/**
 * One-use tickets, because an EventSource cannot send a header. School and login are part of the ticket and so of the
 * hash that is stored: they cannot be exchanged.
 */
@Injectable()
export class LiveTickets {
  constructor(
    private readonly database: DataSource,
    private readonly callers: Callers,
  ) {}

  async issue(caller: Caller): Promise<string> {
    const ticket = [randomBytes(32).toString('base64url'), caller.organizationId, caller.loginId].join('.');
    await this.database.query(
      `WITH old AS (DELETE FROM live_tickets WHERE user_id = $2 AND expires_at < clock_timestamp())
       INSERT INTO live_tickets (ticket_hash, user_id, expires_at)
       VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
      [ticketHash(ticket), caller.userId, GOOD_FOR_SECONDS],
    );
    return ticket;
  }

  /** Spends the ticket and answers who it was given to, as they are now. */
  async redeem(ticket: string): Promise<Caller> {
    const parts = SHAPE.exec(ticket);
    if (!parts) throw new LiveTicketSpentError();
    const [rows] = await this.database.query<[Array<{ user_id: string }>, number]>(
      'DELETE FROM live_tickets WHERE ticket_hash = $1 AND expires_at > clock_timestamp() RETURNING user_id',
      [ticketHash(ticket)],
    );
    const userId = rows[0]?.user_id;
    const caller = userId
      ? await this.callers.ofLogin({ userId, organizationId: parts[1]!, loginId: parts[2]! })
      : null;
    if (!caller) throw new LiveTicketSpentError();
    return caller;
  }
}
