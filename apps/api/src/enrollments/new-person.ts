import type { EntityManager } from 'typeorm';

export interface NewPerson {
  organizationId: string;
  email: string;
  name: string;
  timeZone: string;
  passwordHash: string;
  simulated: boolean;
  /** Whether the address is known to be theirs. */
  verified: boolean;
}

/** Finds a person by address or makes one, and makes them a learner of the organization if they are nothing there yet. */
export async function findOrCreatePerson(
  manager: EntityManager,
  person: NewPerson,
): Promise<{ userId: string; created: boolean }> {
  const [created] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO users (email, name, time_zone, password_hash, simulated, email_verified_at)
     VALUES (lower($1), $2, $3, $4, $5, CASE WHEN $6 THEN clock_timestamp() END)
     ON CONFLICT (email) DO NOTHING RETURNING id`,
    [person.email, person.name, person.timeZone, person.passwordHash, person.simulated, person.verified],
  );
  const [{ id: userId }] = created
    ? [created]
    : await manager.query<[{ id: string }]>('SELECT id FROM users WHERE email = lower($1)', [person.email]);
  await manager.query(
    `INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'learner')
     ON CONFLICT (organization_id, user_id) DO NOTHING`,
    [person.organizationId, userId],
  );
  return { userId, created: created !== undefined };
}
