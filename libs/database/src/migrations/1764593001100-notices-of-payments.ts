import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `ALTER TABLE "webhook_events" ADD "payment_id" uuid`,
  `CREATE INDEX "IDX_91343529b24761a0e0a5ec0b33" ON "webhook_events" ("payment_id") WHERE "processed_at" IS NULL`,
  `CREATE INDEX "IDX_c2d862490b805ba728dfab60c8" ON "orders" ("payment_intent") WHERE "payment_intent" IS NOT NULL`,
  `CREATE INDEX "IDX_601b25d8c693f3a7dc1271e6c2" ON "charges" ("payment_intent") WHERE "payment_intent" IS NOT NULL`,
  `ALTER TABLE "organizations" ADD "outside_refund_ends_access" boolean NOT NULL DEFAULT true`,
];

/** What was given back at the provider's own pages is written down here, too. */
export class NoticesOfPayments1764593001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
