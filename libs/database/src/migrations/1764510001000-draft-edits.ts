import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changed a draft, when and by what: the operations themselves, in their order, and as sentences. */
export class DraftEdits1764510001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "draft_edits" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid NOT NULL, "edited_by" uuid, "edited_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "revision_before" integer NOT NULL, "revision_after" integer NOT NULL, "operations" jsonb NOT NULL, "said" text array NOT NULL, CONSTRAINT "PK_3ee2f571d735c59f56a8491f009" PRIMARY KEY ("id"))`,
  `CREATE UNIQUE INDEX "IDX_e29205d4ec2ab96d960e5e6b1e" ON "draft_edits" ("automation_id", "revision_after")`,
  `ALTER TABLE "draft_edits" ADD CONSTRAINT "FK_9a310dd8e6741613d1ed9eda50c" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "draft_edits" ADD CONSTRAINT "FK_307613532a62b669bdbbf11623a" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "draft_edits" ADD CONSTRAINT "FK_2134cda9182dab945df524dcfab" FOREIGN KEY ("edited_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
