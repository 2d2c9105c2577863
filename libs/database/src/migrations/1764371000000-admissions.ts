import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Many people let into an automation at once. */
export class Admissions1764371000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "admissions" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid NOT NULL, "cause" character varying(10) NOT NULL, "occasion" character varying(120) NOT NULL, "mode" character varying(4) NOT NULL DEFAULT 'run', "state" character varying(10) NOT NULL DEFAULT 'open', "rate_per_minute" integer NOT NULL, "requested_by" uuid, "reason" character varying(500) NOT NULL DEFAULT '', "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "ended_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_6d47682a899dfa0a78ce11fe98a" PRIMARY KEY ("id"))`,
  `CREATE UNIQUE INDEX "IDX_501a00728d9b95a406d3231141" ON "admissions" ("automation_id", "occasion")`,
  `CREATE INDEX "IDX_fdd188dbd73b5d400a9aff6ce6" ON "admissions" ("automation_id", "created_at")`,
  `CREATE TABLE "admission_items" ("admission_id" uuid NOT NULL, "seq" integer NOT NULL, "organization_id" uuid NOT NULL, "user_id" uuid, "enrollment_id" uuid, "label" character varying(255), "outcome" character varying(16), "run_id" uuid, "detail" character varying(500), "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_890686bb07c40b1818ea603ef41" PRIMARY KEY ("admission_id", "seq"))`,
  `CREATE INDEX "IDX_7d33d962c758a092e48b8afe3c" ON "admission_items" ("admission_id", "seq") WHERE outcome IS NULL`,
  `ALTER TABLE "admissions" ADD CONSTRAINT "FK_d85ead5cf5c6fde1ae15b1e95a8" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admissions" ADD CONSTRAINT "FK_6025c567a0e83ec7634c22ff0ed" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admissions" ADD CONSTRAINT "FK_ff750b948bcd99a16947732f0a4" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admission_items" ADD CONSTRAINT "FK_f46313e8efcfa336f28be12b319" FOREIGN KEY ("admission_id") REFERENCES "admissions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admission_items" ADD CONSTRAINT "FK_8008186a9a922645c953427d31e" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admission_items" ADD CONSTRAINT "FK_897680c806242c78ae37ddc12ed" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admission_items" ADD CONSTRAINT "FK_f5afa33721c225f6c2b12ab415d" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "admission_items" ADD CONSTRAINT "FK_374653baafffac4c4fae27e29d7" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
