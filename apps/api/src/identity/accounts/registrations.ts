import { Injectable } from '@nestjs/common';
import type { RegisterPerson } from '@gradus/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { PasswordDifferentError } from '../identity-errors.ts';
import { Passwords } from '../logins/passwords.ts';

const GOOD_FOR_SECONDS = 48 * 3_600;
/** More at once are for one address only in an attack; the newest are kept. */
const MOST_OPEN = 5;

/** What somebody registered with, until the address is proven. */
export interface Registration extends Pick<RegisterPerson, 'name' | 'timeZone'> {
  passwordHash: string;
}

interface OpenRow {
  password_hash: string;
  name: string;
  time_zone: string;
}

/**
 * Registrations of addresses that nobody has proven yet, side by side: whoever proves the address comes in by the one whose
 * password they know. So nobody lies in wait with a password of theirs in an account that somebody else confirms, and
 * nobody can push aside the registration of another by making a second one.
 */
@Injectable()
export class Registrations {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: Passwords,
  ) {}

  /** Answers the id of its link. */
  async keep(
    manager: EntityManager,
    userId: string,
    { passwordHash, name, timeZone }: Registration,
  ): Promise<string> {
    const [row] = await manager.query<[{ id: string }]>(
      `INSERT INTO email_tokens (user_id, purpose, expires_at, password_hash, name, time_zone)
       VALUES ($1, 'verify-email', clock_timestamp() + make_interval(secs => $2), $3, $4, $5) RETURNING id`,
      [userId, GOOD_FOR_SECONDS, passwordHash, name, timeZone],
    );
    await manager.query(
      `UPDATE email_tokens SET used_at = clock_timestamp(), password_hash = NULL
        WHERE user_id = $1 AND purpose = 'verify-email' AND used_at IS NULL AND id NOT IN (
              SELECT id FROM email_tokens WHERE user_id = $1 AND purpose = 'verify-email' AND used_at IS NULL
               ORDER BY created_at DESC, id LIMIT $2)`,
      [userId, MOST_OPEN],
    );
    return row.id;
  }

  /** The newest open registration with this password. @throws PasswordDifferentError when there is none */
  async withPassword(userId: string, password: string): Promise<Registration> {
    const rows = await this.database.query<OpenRow[]>(
      `SELECT password_hash, name, time_zone FROM email_tokens
        WHERE user_id = $1 AND purpose = 'verify-email' AND used_at IS NULL AND expires_at > clock_timestamp()
          AND password_hash IS NOT NULL
        ORDER BY created_at DESC, id LIMIT $2`,
      [userId, MOST_OPEN],
    );
    for (const { password_hash: passwordHash, name, time_zone: timeZone } of rows)
      if (await this.passwords.matches(passwordHash, password)) return { passwordHash, name, timeZone };
    throw new PasswordDifferentError();
  }

  /** The address is proven: all other links are worth nothing any more, and what was registered with is forgotten. */
  async close(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(
      `UPDATE email_tokens SET used_at = COALESCE(used_at, clock_timestamp()), password_hash = NULL
        WHERE user_id = $1 AND purpose = 'verify-email'`,
      [userId],
    );
  }
}
