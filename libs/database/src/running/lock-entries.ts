import type { EntityManager } from 'typeorm';
import type { Subject } from './person-facts.ts';

type Entrant = Pick<Subject, 'organizationId' | 'userId'>;

/** What the lock of a person's entries goes by. */
const keyOf = ({ organizationId, userId }: Entrant): string => `entry:${organizationId}:${userId}`;

/**
 * One entry of a person at a time, whatever the automation: whoever starts a run takes this lock first, so that what is
 * looked up about their other runs still holds at the commit. Held to the end of the transaction.
 */
export async function lockEntries(manager: EntityManager, entrant: Entrant): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [keyOf(entrant)]);
}

/**
 * The same without waiting: false when somebody else has it. For who holds rows that whoever has the lock may come to want.
 */
export async function tryLockEntries(manager: EntityManager, entrant: Entrant): Promise<boolean> {
  const [row] = await manager.query<[{ taken: boolean }]>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken',
    [keyOf(entrant)],
  );
  return row.taken;
}

/**
 * The same for all whom these facts may let into a campaign, in one order, whoever asks: two who each hold what the other
 * wants next would wait for each other.
 */
export async function lockEntriesOf(manager: EntityManager, eventIds: readonly string[]): Promise<void> {
  await manager.query(
    `SELECT pg_advisory_xact_lock(k) FROM (
       SELECT DISTINCT hashtextextended('entry:' || e.organization_id || ':' || e.user_id, 0) AS k
         FROM domain_events e
        WHERE e.id = ANY($1) AND e.user_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM automations a
                 WHERE a.organization_id = e.organization_id AND a.starts_on = e.type AND a.archived_at IS NULL)
        ORDER BY 1) AS keys`,
    [eventIds],
  );
}
