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

/** Looks up what a token's owner may do now: nothing is cached, so a demotion or a logout counts at once. */
@Injectable()
export class Callers {
  constructor(private readonly database: DataSource) {}

  async of(grant: AccessGrant): Promise<Caller | null> {
    const [row] = await this.database.query<CallerRow[]>(
      `SELECT u.email, u.name, u.time_zone, u.simulated, m.role
         FROM users u
         JOIN memberships m ON m.user_id = u.id AND m.organization_id = $2
         JOIN refresh_token_families f ON f.id = $3 AND f.user_id = u.id AND f.revoked_at IS NULL
        WHERE u.id = $1 AND u.token_version = $4 AND u.disabled_at IS NULL`,
      [grant.userId, grant.organizationId, grant.loginId, grant.tokenVersion],
    );
    return row ? { ...callerOf(row), ...idsOf(grant) } : null;
  }
}

const idsOf = ({ userId, organizationId, loginId }: AccessGrant) => ({ userId, organizationId, loginId });
const callerOf = ({ email, name, time_zone, simulated, role }: CallerRow) => ({
  email,
  name,
  timeZone: time_zone,
  simulated,
  role,
});
