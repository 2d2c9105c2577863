import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { readLinkToken } from '@gradus/database';
import type { EntityManager } from 'typeorm';
import { LinkBrokenError, LinkSpentError } from '../identity-errors.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Takes the links that came back from a mail, each once. */
@Injectable()
export class MailedLinks {
  constructor(private readonly config: AppConfig) {}

  /** Spends the link and answers whose it is. */
  async take(
    manager: EntityManager,
    purpose: 'verify-email' | 'reset-password',
    token: string,
  ): Promise<string> {
    const id = readLinkToken(this.config.auth.linkSecret, purpose, token);
    if (!id || !UUID.test(id)) throw new LinkBrokenError();
    const [rows] = await manager.query<[Array<{ user_id: string }>, number]>(
      `UPDATE email_tokens t SET used_at = clock_timestamp() FROM users u
        WHERE t.id = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
          AND u.id = t.user_id AND u.disabled_at IS NULL RETURNING t.user_id`,
      [id, purpose],
    );
    if (!rows[0]) throw new LinkSpentError();
    return rows[0].user_id;
  }
}
