import { Injectable } from '@nestjs/common';
import type { Session } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { ACCESS_SECONDS, AccessTokens } from '../../access/access-tokens.ts';
import { Profiles } from '../accounts/profiles.ts';
import { AccountHomelessError } from '../identity-errors.ts';
import { Logins, type OpenLogin } from './logins.ts';

/** What a sign-in answers, and the token for its cookie. */
export interface StartedSession {
  session: Session;
  refreshToken: string;
}

/** Begins sessions for people whose identity is proven, and carries them on. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: DataSource,
    private readonly logins: Logins,
    private readonly tokens: AccessTokens,
    private readonly profiles: Profiles,
  ) {}

  async begin(userId: string): Promise<StartedSession> {
    return this.#answer(await this.database.transaction((manager) => this.logins.open(manager, userId)));
  }

  /** Null when the login is over. */
  async carryOn(refreshToken: string): Promise<StartedSession | null> {
    const login = await this.logins.rotate(refreshToken);
    return login ? this.#answer(login) : null;
  }

  async #answer({ loginId, userId, refreshToken }: OpenLogin): Promise<StartedSession> {
    const home = await this.#home(userId);
    const me = await this.profiles.me({ userId, organizationId: home.organization_id });
    const accessToken = await this.tokens.issue({
      userId,
      organizationId: home.organization_id,
      loginId,
      tokenVersion: home.token_version,
    });
    return { session: { accessToken, expiresInSeconds: ACCESS_SECONDS, me }, refreshToken };
  }

  /** Where somebody is signed in to: the school they joined first. */
  async #home(userId: string): Promise<{ organization_id: string; token_version: number }> {
    const [home] = await this.database.query<Array<{ organization_id: string; token_version: number }>>(
      `SELECT m.organization_id, u.token_version FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.user_id = $1 ORDER BY m.created_at, m.id LIMIT 1`,
      [userId],
    );
    if (!home) throw new AccountHomelessError();
    return home;
  }
}
