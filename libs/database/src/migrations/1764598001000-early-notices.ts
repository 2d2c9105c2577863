import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `ALTER TABLE "webhook_events" ADD "payment_intent" character varying(255)`,
  `CREATE INDEX "IDX_04eac1aefe62f37d626673dbb2" ON "webhook_events" ("payment_intent") WHERE "payment_id" IS NULL AND "payment_intent" IS NOT NULL`,
];

/** A notice that comes before we know of its payment is found again when we do. */
export class EarlyNotices1764598001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
