import { Injectable } from '@nestjs/common';
import type { Me, Role, UpdateProfile } from '@gradus/contracts';
import { Plans, changeTimeZone } from '@gradus/database';
import { topics } from '@gradus/events';
import { runBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import { found } from '../../access/ownership.ts';
import { Announcer } from '../../announcing/announcer.ts';

interface ProfileRow {
  id: string;
  email: string;
  name: string;
  time_zone: string;
  email_verified_at: Date | null;
  simulated: boolean;
  role: Role;
  marketing_refused_at: Date | null;
  organization_id: string;
  organization_name: string;
  organization_zone: string;
}

type Membership = { userId: string; organizationId: string };

/** What people see and change about themselves. */
@Injectable()
export class Profiles {
  constructor(
    private readonly database: DataSource,
    private readonly plans: Plans,
    private readonly announcer: Announcer,
  ) {}

  async me({ userId, organizationId }: Membership): Promise<Me> {
    const [row] = await this.database.query<ProfileRow[]>(
      `SELECT u.id, u.email, u.name, u.time_zone, u.email_verified_at, u.simulated, m.role, m.marketing_refused_at,
              o.id AS organization_id, o.name AS organization_name, o.time_zone AS organization_zone
         FROM users u
         JOIN memberships m ON m.user_id = u.id AND m.organization_id = $2
         JOIN organizations o ON o.id = m.organization_id
        WHERE u.id = $1`,
      [userId, organizationId],
    );
    return meOf(found(row, 'account'));
  }

  async update(who: Membership, change: UpdateProfile): Promise<Me> {
    const moved = await this.database.transaction(async (manager) => {
      const runs = change.timeZone
        ? await changeTimeZone(manager, this.plans, { userId: who.userId, zone: change.timeZone })
        : [];
      if (change.name !== undefined)
        await manager.query('UPDATE users SET name = $2, updated_at = now() WHERE id = $1', [
          who.userId,
          change.name,
        ]);
      if (change.marketingMail === undefined) return runs;
      await manager.query(
        `UPDATE memberships
            SET marketing_refused_at = CASE WHEN $3 THEN NULL ELSE COALESCE(marketing_refused_at, clock_timestamp()) END
          WHERE organization_id = $1 AND user_id = $2`,
        [who.organizationId, who.userId, change.marketingMail],
      );
      return runs;
    });
    if (moved.length > 0)
      await this.announcer.announce([topics.outbox, ...moved.map(topics.run)], ...moved.map(runBell));
    return this.me(who);
  }
}

const meOf = (row: ProfileRow): Me => ({
  id: row.id,
  email: row.email,
  name: row.name,
  timeZone: row.time_zone,
  emailVerified: row.email_verified_at !== null,
  simulated: row.simulated,
  organization: { id: row.organization_id, name: row.organization_name, timeZone: row.organization_zone },
  role: row.role,
  marketingMail: row.marketing_refused_at === null,
});
