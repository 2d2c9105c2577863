import { Inject, Injectable } from '@nestjs/common';
import type { AcceptedNotice, ForgotPassword, ResetPassword } from '@gradus/contracts';
import { topics, type LiveBell } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { LIVE_BELL } from '../../platform/platform.module.ts';
import { Logins } from '../logins/logins.ts';
import { Passwords } from '../logins/passwords.ts';
import { MailedLinks } from './mailed-links.ts';
import { SystemMails } from './system-mails.ts';

/** Long enough that whether there was something to write does not show. */
const ANSWER_AFTER_MS = 150;

/** A new password by mail. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: Passwords,
    private readonly logins: Logins,
    private readonly mails: SystemMails,
    private readonly links: MailedLinks,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  /** Answers the same, and as fast, whether the account exists or not. */
  async forgot({ email }: z.infer<typeof ForgotPassword>): Promise<AcceptedNotice> {
    const pause = new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER_MS));
    await this.database.transaction(async (manager) => {
      const [account] = await manager.query<Array<{ id: string }>>(
        'SELECT id FROM users WHERE email = $1 AND disabled_at IS NULL',
        [email],
      );
      if (account) await this.mails.resetPassword(manager, account.id);
    });
    await this.live.publish([topics.outbox]);
    await pause;
    return { notice: `If there is an account for ${email}, a mail with a link is on its way.` };
  }

  /** Ends every session; who read the mail has proven the address. */
  async reset({ token, password }: z.infer<typeof ResetPassword>): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    await this.database.transaction(async (manager) => {
      const userId = await this.links.take(manager, 'reset-password', token);
      await manager.query(
        `UPDATE users SET password_hash = $2, token_version = token_version + 1, updated_at = now(),
                email_verified_at = COALESCE(email_verified_at, clock_timestamp())
          WHERE id = $1`,
        [userId, passwordHash],
      );
      await manager.query(
        `UPDATE email_tokens SET used_at = clock_timestamp(), password_hash = NULL WHERE user_id = $1 AND used_at IS NULL`,
        [userId],
      );
      await this.logins.endAll(manager, userId, 'password reset');
    });
  }
}
