import { Inject, Injectable } from '@nestjs/common';
import type { AcceptedNotice, RegisterPerson, VerifyEmail } from '@gradus/contracts';
import { topics, type LiveBell } from '@gradus/events';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { LIVE_BELL } from '../../platform/platform.module.ts';
import { Passwords } from '../logins/passwords.ts';
import { Sessions, type StartedSession } from '../logins/sessions.ts';
import { MailedLinks } from './mailed-links.ts';
import { onlySchool } from './organizations.ts';
import { SystemMails } from './system-mails.ts';

/** Long enough that whether the address was known does not show. */
const ANSWER_AFTER_MS = 250;

/** Accounts begin with an address that has to be proven. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly mails: SystemMails,
    private readonly links: MailedLinks,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  /** Answers the same for an address that we know: what is different is the mail. */
  async register(person: RegisterPerson): Promise<AcceptedNotice> {
    const pause = new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER_MS));
    const passwordHash = await this.passwords.hash(person.password);
    await this.database.transaction(async (manager) => {
      const school = await onlySchool(manager);
      const userId = await this.#create(manager, person, passwordHash);
      if (userId) {
        await manager.query(
          `INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'learner')`,
          [school.id, userId],
        );
        await this.mails.verifyEmail(manager, userId);
      } else await this.#again(manager, person, passwordHash);
    });
    await this.live.publish([topics.outbox]);
    await pause;
    return { notice: `We have sent a mail to ${person.email}. Please open the link in it to go on.` };
  }

  /** The link proves the address and signs in. */
  async verify({ token }: z.infer<typeof VerifyEmail>): Promise<StartedSession> {
    const userId = await this.database.transaction(async (manager) => {
      const id = await this.links.take(manager, 'verify-email', token);
      await manager.query(
        `UPDATE users SET email_verified_at = COALESCE(email_verified_at, clock_timestamp()), updated_at = now()
          WHERE id = $1`,
        [id],
      );
      return id;
    });
    return this.sessions.begin(userId);
  }

  async #create(
    manager: EntityManager,
    { email, name, timeZone }: RegisterPerson,
    passwordHash: string,
  ): Promise<string | undefined> {
    const [row] = await manager.query<Array<{ id: string }>>(
      `INSERT INTO users (email, password_hash, name, time_zone) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [email, passwordHash, name, timeZone],
    );
    return row?.id;
  }

  /**
   * A known address. While it is unproven, the newest registration counts and the older links die: nobody can lie in
   * wait with a password of theirs in an account that somebody else will confirm.
   */
  async #again(manager: EntityManager, person: RegisterPerson, passwordHash: string): Promise<void> {
    const [known] = await manager.query<Array<{ id: string; email_verified_at: Date | null }>>(
      'SELECT id, email_verified_at FROM users WHERE email = $1 FOR NO KEY UPDATE',
      [person.email],
    );
    if (!known) return;
    if (known.email_verified_at) return this.mails.knownAddress(manager, known.id);
    await manager.query(
      `UPDATE users SET password_hash = $2, name = $3, time_zone = $4, updated_at = now() WHERE id = $1`,
      [known.id, passwordHash, person.name, person.timeZone],
    );
    await this.mails.verifyEmail(manager, known.id, { always: true });
  }
}
