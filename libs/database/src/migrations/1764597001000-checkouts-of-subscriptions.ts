import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `ALTER TABLE "subscriptions" ADD "page_key" character varying(220)`,
  `ALTER TABLE "subscriptions" ADD "checkout_link" character varying(4)`,
  `ALTER TABLE "subscriptions" ADD "checkout_round" integer NOT NULL DEFAULT 1`,
  `ALTER TABLE "subscriptions" ADD "session_id" character varying(255)`,
  `ALTER TABLE "subscriptions" ADD "checkout_url" character varying(2000)`,
  `ALTER TABLE "subscriptions" ADD "decision" character varying(10)`,
  `ALTER TABLE "subscriptions" ADD "decided_at" TIMESTAMP WITH TIME ZONE`,
];

/** People without a saved card begin a subscription on the provider's page; those that are there were begun by a card. */
export class CheckoutsOfSubscriptions1764597001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
