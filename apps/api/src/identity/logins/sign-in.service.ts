import { Inject, Injectable } from '@nestjs/common';
import type { LogIn } from '@gradus/contracts';
import { topics, type LiveBell } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { LIVE_BELL } from '../../platform/platform.module.ts';
import { SystemMails } from '../accounts/system-mails.ts';
import { CredentialsWrongError, EmailUnverifiedError } from '../identity-errors.ts';
import { Passwords } from './passwords.ts';
import { Sessions, type StartedSession } from './sessions.ts';

interface AccountRow {
  id: string;
  password_hash: string;
  email_verified_at: Date | null;
  disabled_at: Date | null;
  simulated: boolean;
}

/** Sign-in with e-mail address and password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly mails: SystemMails,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  /** Only who knows the password learns anything about the account. */
  async signIn({ email, password }: z.infer<typeof LogIn>): Promise<StartedSession> {
    const [account] = await this.database.query<AccountRow[]>(
      'SELECT id, password_hash, email_verified_at, disabled_at, simulated FROM users WHERE email = $1',
      [email],
    );
    const right = await this.passwords.matches(account?.password_hash ?? null, password);
    if (!account || !right || account.disabled_at) throw new CredentialsWrongError();
    if (!account.email_verified_at) {
      await this.database.transaction((manager) => this.mails.verifyEmail(manager, account.id));
      await this.live.publish([topics.outbox]);
      throw new EmailUnverifiedError();
    }
    return this.sessions.begin(account.id);
  }
}
