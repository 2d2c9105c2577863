import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people of the school are asked for by automations, and the messages that tell them. */
export class Tasks1764530001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

// prettier-ignore
const STATEMENTS: string[] = [
  `CREATE TABLE "tasks" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "run_id" uuid NOT NULL, "version_id" uuid NOT NULL, "step_id" character varying(64) NOT NULL, "visit" integer NOT NULL, "user_id" uuid NOT NULL, "enrollment_id" uuid, "kind" character varying(10) NOT NULL, "title" character varying(200) NOT NULL, "details" text, "holds" boolean NOT NULL, "assignee_id" uuid, "role" character varying(20), "backups" jsonb NOT NULL DEFAULT '[]', "due_at" TIMESTAMP WITH TIME ZONE, "paused_at" TIMESTAMP WITH TIME ZONE, "state" character varying(10) NOT NULL DEFAULT 'open', "decision" character varying(14), "comment_cipher" bytea, "decided_by" uuid, "simulated" boolean NOT NULL DEFAULT false, "opened_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "closed_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_8d12ff38fcc62aaba2cab748772" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_b0ea8239ec0fc5a14c9f264f6a" ON "tasks" ("assignee_id") WHERE state = 'open'`,
  `CREATE INDEX "IDX_a577dcce2ef7297a29d47e7baf" ON "tasks" ("organization_id", "closed_at") WHERE state <> 'open'`,
  `CREATE INDEX "IDX_07407ba34659d11052eeabfe84" ON "tasks" ("organization_id", "opened_at") WHERE state = 'open'`,
  `CREATE UNIQUE INDEX "IDX_4a9f3cbed13283f8a24dc9f21d" ON "tasks" ("run_id", "step_id", "visit")`,
  `ALTER TABLE "messages" ADD "task_id" uuid`,
  `CREATE INDEX "IDX_6a3057ebe92fe1d35e2063ba38" ON "messages" ("task_id") WHERE "task_id" IS NOT NULL`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_44a9b5209cdfd6f72fb09a7c994" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_cdc33e4f1ba517b26830cea67b4" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_eb1388b4a33a12f7e4fea2c460b" FOREIGN KEY ("version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_db55af84c226af9dce09487b61b" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_8325571470730ebde5c465ff7bb" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_855d484825b715c545349212c7f" FOREIGN KEY ("assignee_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "tasks" ADD CONSTRAINT "FK_e1809ec19dec7b2d38d1a746d82" FOREIGN KEY ("decided_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
