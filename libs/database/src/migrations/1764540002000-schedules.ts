import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When automations that start by the calendar are due next. */
export class Schedules1764540002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "schedules" ("automation_id" uuid NOT NULL, "organization_id" uuid NOT NULL, "version_id" uuid NOT NULL, "next_at" TIMESTAMP WITH TIME ZONE NOT NULL, "last_at" TIMESTAMP WITH TIME ZONE, "last_outcome" character varying(12), "last_admission_id" uuid, CONSTRAINT "PK_ceb24021e3a71a895251ba72bb3" PRIMARY KEY ("automation_id"))`,
  `CREATE INDEX "IDX_925ef6a5057b80102a80aa577a" ON "schedules"  ("next_at") `,
  `ALTER TABLE "schedules" ADD CONSTRAINT "FK_ceb24021e3a71a895251ba72bb3" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "schedules" ADD CONSTRAINT "FK_d1bf39af497cf234b69a09f894f" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "schedules" ADD CONSTRAINT "FK_c3672d9bb587df0f4f6f8a4b110" FOREIGN KEY ("version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "schedules" ADD CONSTRAINT "FK_b4ad1a970ff728dffafc77b7c47" FOREIGN KEY ("last_admission_id") REFERENCES "admissions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
