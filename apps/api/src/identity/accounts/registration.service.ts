import { Inject, Injectable } from '@nestjs/common';
import type { AcceptedNotice, RegisterPerson, VerifyEmail } from '@gradus/contracts';
import { Plans, changeTimeZone } from '@gradus/database';
import { topics, type LiveBell } from '@gradus/events';
import { runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { Announcer } from '../../announcing/announcer.ts';
import { LIVE_BELL } from '../../platform/platform.module.ts';
import { Passwords } from '../logins/passwords.ts';
import { Sessions, type StartedSession } from '../logins/sessions.ts';
import { MailedLinks } from './mailed-links.ts';
import { onlySchool } from './organizations.ts';
import { Registrations } from './registrations.ts';
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
    private readonly registrations: Registrations,
    private readonly plans: Plans,
    private readonly announcer: Announcer,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  /** Answers the same for an address that we know: what is different is the mail. */
  async register(person: RegisterPerson): Promise<AcceptedNotice> {
    const pause = new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER_MS));
    const passwordHash = await this.passwords.hash(person.password);
    await this.database.transaction(async (manager) => {
      const school = await onlySchool(manager);
      const userId =
        (await this.#create(manager, school.id, person, passwordHash)) ??
        (await this.#again(manager, person, passwordHash));
      if (!userId) return;
      const linkId = await this.registrations.keep(manager, userId, { ...person, passwordHash });
      await this.mails.verifyEmail(manager, userId, linkId);
    });
    await this.live.publish([topics.outbox]);
    await pause;
    return { notice: `We have sent a mail to ${person.email}. Please open the link in it to go on.` };
  }

  /**
   * The link proves the address, the password says whose registration it is; together they sign in. The zone goes the way
   * of any other change: somebody enrolled by hand is on their way already.
   */
  async verify({ token, password }: z.infer<typeof VerifyEmail>): Promise<StartedSession> {
    const owner = await this.links.look(this.database.manager, 'verify-email', token);
    const registration = await this.registrations.withPassword(owner, password);
    const runs = await this.database.transaction(async (manager) => {
      const moved = await changeTimeZone(manager, this.plans, { userId: owner, zone: registration.timeZone });
      await this.links.take(manager, 'verify-email', token);
      await manager.query(
        `UPDATE users SET password_hash = $2, name = $3, updated_at = now(),
                email_verified_at = COALESCE(email_verified_at, clock_timestamp()) WHERE id = $1`,
        [owner, registration.passwordHash, registration.name],
      );
      await this.registrations.close(manager, owner);
      return moved;
    });
    this.announcer.ring(...runs.map(runBell));
    return this.sessions.begin(owner);
  }

  async #create(
    manager: EntityManager,
    organizationId: string,
    { email, name, timeZone }: RegisterPerson,
    passwordHash: string,
  ): Promise<string | undefined> {
    const [row] = await manager.query<Array<{ id: string }>>(
      `INSERT INTO users (email, password_hash, name, time_zone) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [email, passwordHash, name, timeZone],
    );
    if (row)
      await manager.query(
        `INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'learner')`,
        [organizationId, row.id],
      );
    return row?.id;
  }

  /**
   * A known address. While it is unproven, what is registered with it is kept beside what was before; only what a sign-in
   * is compared with ("confirm your address first") is the newest. Answers whose it is when there is a link to send.
   */
  async #again(
    manager: EntityManager,
    person: RegisterPerson,
    passwordHash: string,
  ): Promise<string | undefined> {
    const [known] = await manager.query<Array<{ id: string; email_verified_at: Date | null }>>(
      'SELECT id, email_verified_at FROM users WHERE email = $1 FOR NO KEY UPDATE',
      [person.email],
    );
    if (known?.email_verified_at) await this.mails.knownAddress(manager, known.id);
    if (!known || known.email_verified_at) return undefined;
    await manager.query('UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1', [
      known.id,
      passwordHash,
    ]);
    return known.id;
  }
}
