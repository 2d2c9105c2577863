import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { readLinkToken } from '@gradus/database';
import type { EntityManager } from 'typeorm';
import { LinkBrokenError, LinkSpentError } from '../identity-errors.ts';

type LinkPurpose = 'verify-email' | 'reset-password';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Takes the links that came back from a mail, each once. */
@Injectable()
export class MailedLinks {
  constructor(private readonly config: AppConfig) {}

  /** Whose the link is, while it is good; it stays so. */
  async look(manager: EntityManager, purpose: LinkPurpose, token: string): Promise<string> {
    const [row] = await manager.query<Array<{ user_id: string }>>(
      `SELECT t.user_id FROM email_tokens t JOIN users u ON u.id = t.user_id AND u.disabled_at IS NULL
        WHERE t.id = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()`,
      [this.#idOf(purpose, token), purpose],
    );
    if (!row) throw new LinkSpentError();
    return row.user_id;
  }

  /** Spends the link and answers whose it is. */
  async take(manager: EntityManager, purpose: LinkPurpose, token: string): Promise<string> {
    const [rows] = await manager.query<[Array<{ user_id: string }>, number]>(
      `UPDATE email_tokens t SET used_at = clock_timestamp() FROM users u
        WHERE t.id = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
          AND u.id = t.user_id AND u.disabled_at IS NULL RETURNING t.user_id`,
      [this.#idOf(purpose, token), purpose],
    );
    if (!rows[0]) throw new LinkSpentError();
    return rows[0].user_id;
  }

  #idOf(purpose: LinkPurpose, token: string): string {
    const id = readLinkToken(this.config.auth.linkSecret, purpose, token);
    if (!id || !UUID.test(id)) throw new LinkBrokenError();
    return id;
  }
}
