import type { EntityManager } from 'typeorm';
import { found } from '../access/ownership.ts';

/** For lists about an automation: nothing of it is read. @throws MissingError when it is not one of the school's */
export async function requireAutomation(
  manager: EntityManager,
  organizationId: string,
  automationId: string,
): Promise<void> {
  const [row] = await manager.query<unknown[]>(
    'SELECT 1 FROM automations WHERE id = $1 AND organization_id = $2',
    [automationId, organizationId],
  );
  found(row, 'automation');
}
