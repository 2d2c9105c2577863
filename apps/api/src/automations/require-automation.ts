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

/** Until the end of the transaction nobody else publishes it. One that is not the school's is nobody's matter here. */
export async function lockAutomation(
  manager: EntityManager,
  { organizationId, subjectId }: { organizationId: string; subjectId: string },
): Promise<void> {
  await manager.query('SELECT 1 FROM automations WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE', [
    subjectId,
    organizationId,
  ]);
}
