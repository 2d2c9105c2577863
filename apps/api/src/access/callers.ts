import { Injectable } from '@nestjs/common';
import type { Role } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { AccessGrant } from './access-tokens.ts';
import type { Caller } from './caller.ts';

interface CallerRow {
  email: string;
  name: string;
  time_zone: string;
  simulated: boolean;
  role: Role;
}

type LoginGrant = Omit<AccessGrant, 'tokenVersion'>;

/** Looks up what somebody may do now: nothing is cached, so a demotion or a logout counts at once. */
@Injectable()
export class Callers {
  constructor(private readonly database: DataSource) {}

  /** The owner of an access token, unless the token was made worthless since. */
  of(grant: AccessGrant): Promise<Caller | null> {
    return this.#load(grant, grant.tokenVersion);
  }

  /** The owner of a login that is still open. */
  ofLogin(grant: LoginGrant): Promise<Caller | null> {
    return this.#load(grant, null);
  }

  async #load(
    { userId, organizationId, loginId }: LoginGrant,
    tokenVersion: number | null,
  ): Promise<Caller | null> {
    const [row] = await this.database.query<CallerRow[]>(
      `SELECT u.email, u.name, u.time_zone, u.simulated, m.role
         FROM users u
         JOIN memberships m ON m.user_id = u.id AND m.organization_id = $2
         JOIN refresh_token_families f ON f.id = $3 AND f.user_id = u.id AND f.revoked_at IS NULL
        WHERE u.id = $1 AND u.disabled_at IS NULL AND ($4::int IS NULL OR u.token_version = $4)`,
      [userId, organizationId, loginId, tokenVersion],
    );
    if (!row) return null;
    const { email, name, time_zone: timeZone, simulated, role } = row;
    return { userId, organizationId, loginId, email, name, timeZone, simulated, role };
  }
}
