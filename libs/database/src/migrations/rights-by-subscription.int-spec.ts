import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { RightsBySubscription1764598002000 } from './1764598002000-rights-by-subscription.ts';

const SCHOOL = '00000000-0000-4000-8000-000000000001';
/** Places: of one living subscription, of two, of one that has ended, and one whose right has ended. */
const [ONE, TWO, OVER, LOST] = [1, 2, 3, 4].map((n) => `10000000-0000-4000-8000-00000000000${n}`);
const subscription = (n: number) => `20000000-0000-4000-8000-00000000000${n}`;

describe('rights of subscriptions from before', () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createScratchDatabase();
    await database.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL session_replication_role = replica`);
      for (const [n, place, state] of [
        [1, ONE, 'active'],
        [2, ONE, 'cancelled'],
        [3, TWO, 'active'],
        [4, TWO, 'past_due'],
        [5, OVER, 'cancelled'],
        [6, LOST, 'active'],
      ] as const)
        await manager.query(
          `INSERT INTO subscriptions (id, organization_id, user_id, enrollment_id, key, title, amount_minor, currency, every, state)
           VALUES ($1, $2, $2, $3, $4, 'The club', 900, 'EUR', 'month', $5)`,
          [subscription(n), SCHOOL, place, `key ${n}`, state],
        );
      for (const place of [ONE, TWO, OVER, LOST])
        await manager.query(
          `INSERT INTO entitlements (organization_id, enrollment_id, source, ends_at)
           VALUES ($1, $2, 'subscription', CASE WHEN $3 THEN clock_timestamp() END), ($1, $2, 'order', NULL)`,
          [SCHOOL, place, place === LOST],
        );
      await new RightsBySubscription1764598002000().up(manager.queryRunner!);
    });
  });
  afterAll(() => database.drop());

  it('become those of the one that pays for the place', async () => {
    const rows = await database.dataSource.query(
      `SELECT enrollment_id AS place, source, given_by AS by FROM entitlements WHERE given_by <> ''`,
    );
    expect(rows).toEqual([{ place: ONE, source: 'subscription', by: subscription(1) }]);
  });
});
