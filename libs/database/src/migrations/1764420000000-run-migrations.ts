import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `CREATE TABLE "run_migrations" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid NOT NULL, "version_id" uuid NOT NULL, "plan" jsonb NOT NULL, "only_run_ids" uuid array, "runs_per_second" integer NOT NULL, "state" character varying(10) NOT NULL DEFAULT 'running', "stopped_because" character varying(200), "requested_by" uuid, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "prepared_at" TIMESTAMP WITH TIME ZONE, "ended_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_13adf36548b120d958f273beea0" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_ae877fe94be6bfe741f43db750" ON "run_migrations" ("version_id")`,
  `CREATE INDEX "IDX_c61c9fadabea3a47f0d3d15c7b" ON "run_migrations" ("automation_id", "created_at")`,
  `CREATE TABLE "run_migration_items" ("migration_id" uuid NOT NULL, "run_id" uuid NOT NULL, "organization_id" uuid NOT NULL, "from_version_id" uuid NOT NULL, "state" character varying(10) NOT NULL DEFAULT 'planned', "moves" jsonb, "detail" character varying(500), "sent_at" TIMESTAMP WITH TIME ZONE, "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_5c05f40fc8676d9fb52eaa828c9" PRIMARY KEY ("migration_id", "run_id"))`,
  `CREATE INDEX "IDX_5bcb6ffc42bc0c79787fa6b3fb" ON "run_migration_items" ("run_id")`,
  `CREATE INDEX "IDX_780ba1ded1aeab548d8c8aea1f" ON "run_migration_items" ("migration_id", "state")`,
  `CREATE TABLE "visit_migrations" ("run_id" uuid NOT NULL, "step_id" character varying(64) NOT NULL, "visit" integer NOT NULL, "from_version_id" uuid NOT NULL, "to_version_id" uuid NOT NULL, "organization_id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_9edc651af5977709b9518eb935b" PRIMARY KEY ("run_id", "step_id", "visit", "from_version_id"))`,
  `CREATE INDEX "IDX_113b8fef84dbe8080ab0cfd946" ON "visit_migrations" ("to_version_id", "step_id")`,
  `CREATE INDEX "IDX_fd1264e6e8aa6dc28f2d795df2" ON "visit_migrations" ("from_version_id", "step_id")`,
  `ALTER TABLE "runs" ADD "beside_version_ids" uuid array NOT NULL DEFAULT '{}'`,
  `ALTER TABLE "run_migrations" ADD CONSTRAINT "FK_27b0b06cbbfff1da2ed334849f9" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migrations" ADD CONSTRAINT "FK_389b0f2b1b44dd7e5e5d6213c00" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migrations" ADD CONSTRAINT "FK_ae877fe94be6bfe741f43db750f" FOREIGN KEY ("version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migrations" ADD CONSTRAINT "FK_7ac5b02439afd7cf18dbe70144a" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migration_items" ADD CONSTRAINT "FK_5e6f7bf7b90d6913bd6fcaa9567" FOREIGN KEY ("migration_id") REFERENCES "run_migrations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migration_items" ADD CONSTRAINT "FK_5bcb6ffc42bc0c79787fa6b3fb5" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migration_items" ADD CONSTRAINT "FK_bba0a5a5092e111a08290194a5c" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "run_migration_items" ADD CONSTRAINT "FK_44c0a8d2c2dd4da7a811ebbe21e" FOREIGN KEY ("from_version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "visit_migrations" ADD CONSTRAINT "FK_81222dc00cf02968a230d5c4c3e" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "visit_migrations" ADD CONSTRAINT "FK_000d87a1112def35b8b0925cab7" FOREIGN KEY ("from_version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "visit_migrations" ADD CONSTRAINT "FK_1a377ba71b7c2643b6ccad0e5a8" FOREIGN KEY ("to_version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "visit_migrations" ADD CONSTRAINT "FK_30f926179776e9a5cb48760a7a3" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

/** Publishing decides about the people inside: the decision, its progress run by run, and visits that go on elsewhere. */
export class RunMigrations1764420000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
