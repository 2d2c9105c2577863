import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each subscription has a right of its own. A right of before is that of the one subscription that pays for the place; where
 * two do, it stays nobody's, and ends with the last of them.
 */
export class RightsBySubscription1764598002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE "entitlements" t SET "given_by" = s.ids[1]
         FROM (SELECT "enrollment_id", array_agg("id"::text) AS ids FROM "subscriptions"
                WHERE "state" IN ('active', 'past_due') GROUP BY "enrollment_id") s
        WHERE t."enrollment_id" = s."enrollment_id" AND t."source" = 'subscription' AND t."given_by" = ''
          AND t."ends_at" IS NULL AND cardinality(s.ids) = 1`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
