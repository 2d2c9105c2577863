import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the nightly count of every step and version came to. */
export class NumberChecks1764580001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "number_checks" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "steps" integer NOT NULL, "visits" integer NOT NULL, "wrong" jsonb NOT NULL, "mended" integer NOT NULL, CONSTRAINT "PK_f34cfafdd6c44fdc2b3a1a9b6d5" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "IDX_2f58d46ce21600de88ae19a73f" ON "number_checks" ("organization_id", "at")`,
    );
    await runner.query(
      `ALTER TABLE "number_checks" ADD CONSTRAINT "FK_aa278b27c750ca0e648d363e65a" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
