import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What other systems told of people, once for each call. */
export class HookDeliveries1764540001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "hook_deliveries" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid NOT NULL, "delivery_id" character varying(200) NOT NULL, "key_id" character varying(40) NOT NULL, "received_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "outcome" character varying(10) NOT NULL, "detail" character varying(300) NOT NULL DEFAULT '', "user_id" uuid, "label" character varying(255), CONSTRAINT "PK_8129d48a1e19cce3968c11ff174" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_4aea70ca5c5fb5372aa92c1dff" ON "hook_deliveries"  ("automation_id", "received_at") WHERE outcome = 'unknown'`,
  `CREATE INDEX "IDX_c12a609f0f2649f068fa76dae3" ON "hook_deliveries"  ("automation_id", "received_at") `,
  `CREATE UNIQUE INDEX "IDX_0be54662b29a324960e50fb08f" ON "hook_deliveries"  ("automation_id", "delivery_id") `,
  `ALTER TABLE "hook_deliveries" ADD CONSTRAINT "FK_cfa41065c4c3bf50f3d53b9eab4" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hook_deliveries" ADD CONSTRAINT "FK_ca95d1fbb1e2a368d9c576cbdeb" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "hook_deliveries" ADD CONSTRAINT "FK_a2222e06a334287d7b317140035" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
