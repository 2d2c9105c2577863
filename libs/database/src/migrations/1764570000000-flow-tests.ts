import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What authors expect of their drawings: with the draft, and as it was published with each version. */
export class FlowTests1764570000000 implements MigrationInterface {
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
  `CREATE TABLE "flow_tests" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid NOT NULL, "version_id" uuid, "name" character varying(160) NOT NULL, "given" jsonb NOT NULL, "expect" jsonb NOT NULL, "passed" boolean, "written_by" uuid, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "PK_07f3005ecbdd2e3a9c65bd1b7fc" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_22119764b3078cfee4a6fe3ea1" ON "flow_tests" ("automation_id", "version_id")`,
  `ALTER TABLE "flow_tests" ADD CONSTRAINT "FK_361ea638a5990beddd63ca7d0e6" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "flow_tests" ADD CONSTRAINT "FK_46d86f7a0e0881e51c0aca7ffcf" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "flow_tests" ADD CONSTRAINT "FK_04442e9279e5278f2fb5e19652b" FOREIGN KEY ("version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "flow_tests" ADD CONSTRAINT "FK_92d45912fa51e0e1050daa82643" FOREIGN KEY ("written_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
