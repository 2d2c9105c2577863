import type { EntityManager } from 'typeorm';
import type { Subject } from './person-facts.ts';

/**
 * One entry of a person at a time, whatever the automation: whoever starts a run takes this lock first, so that what is
 * looked up about their other runs still holds at the commit. Held to the end of the transaction.
 */
export async function lockEntries(
  manager: EntityManager,
  { organizationId, userId }: Pick<Subject, 'organizationId' | 'userId'>,
): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `entry:${organizationId}:${userId}`,
  ]);
}
