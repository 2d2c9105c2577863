import { Inject, Injectable } from '@nestjs/common';
import type { LogIn } from '@gradus/contracts';
import { topics, type LiveBell } from '@gradus/events';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { LIVE_BELL } from '../../platform/platform.module.ts';
import { Registrations } from '../accounts/registrations.ts';
import { SystemMails } from '../accounts/system-mails.ts';
import { CredentialsWrongError, EmailUnverifiedError } from '../identity-errors.ts';
import { Passwords } from './passwords.ts';
import { Sessions, type StartedSession } from './sessions.ts';

interface AccountRow {
  id: string;
  password_hash: string;
  email_verified_at: Date | null;
  disabled_at: Date | null;
  name: string;
  time_zone: string;
}

/** Sign-in with e-mail address and password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly registrations: Registrations,
    private readonly mails: SystemMails,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  /** Only who knows the password learns anything about the account. */
  async signIn({ email, password }: z.infer<typeof LogIn>): Promise<StartedSession> {
    const [account] = await this.database.query<AccountRow[]>(
      'SELECT id, password_hash, email_verified_at, disabled_at, name, time_zone FROM users WHERE email = $1',
      [email],
    );
    const right = await this.passwords.matches(account?.password_hash ?? null, password);
    if (!account || !right || account.disabled_at) throw new CredentialsWrongError();
    if (!account.email_verified_at) {
      await this.database.transaction((manager) => this.#linkAgain(manager, account));
      await this.live.publish([topics.outbox]);
      throw new EmailUnverifiedError();
    }
    return this.sessions.begin(account.id);
  }

  /** Who knows the password registered with it, and is sent another link to that registration. */
  async #linkAgain(
    manager: EntityManager,
    { id, password_hash: passwordHash, ...who }: AccountRow,
  ): Promise<void> {
    const linkId = await this.registrations.keep(manager, id, {
      passwordHash,
      name: who.name,
      timeZone: who.time_zone,
    });
    await this.mails.verifyEmail(manager, id, linkId);
  }
}
