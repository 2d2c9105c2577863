import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `ALTER TABLE "refunds" ADD "returned_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "refunds" ADD "returned_noted_at" TIMESTAMP WITH TIME ZONE`,
  // Only a refund that was done has the provider's id; one that failed since was sent back.
  `UPDATE "refunds" SET "returned_at" = COALESCE("settled_at", "created_at")
    WHERE "state" = 'failed' AND "provider_refund" IS NOT NULL`,
  `CREATE INDEX "IDX_6bbf9e6da6fd9266fc6645f689" ON "refunds" ("organization_id", "returned_at") WHERE "returned_at" IS NOT NULL AND "returned_noted_at" IS NULL`,
];

/** A refund whose money came back from the bank waits for somebody to see to it. */
export class ReturnedRefunds1764599002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
