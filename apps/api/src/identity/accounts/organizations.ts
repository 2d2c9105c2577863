import type { EntityManager } from 'typeorm';
import { OrganizationMissingError } from '../identity-errors.ts';

export interface School {
  id: string;
  name: string;
  timeZone: string;
}

/** The school that people register with: this installation has one (`demo`, else the first that was made). */
export async function onlySchool(manager: EntityManager): Promise<School> {
  const [row] = await manager.query<Array<{ id: string; name: string; time_zone: string }>>(
    `SELECT id, name, time_zone FROM organizations ORDER BY (slug = 'demo') DESC, created_at, id LIMIT 1`,
  );
  if (!row) throw new OrganizationMissingError();
  return { id: row.id, name: row.name, timeZone: row.time_zone };
}
