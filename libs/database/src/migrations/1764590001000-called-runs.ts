import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run can be called by another: by which step, under which key of the ledger, and whether it ends with its caller. */
export class CalledRuns1764590001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "runs" ADD "called_by_run_id" uuid, ADD "called_by_step_id" character varying(64),
              ADD "called_key" character varying(200), ADD "detached" boolean NOT NULL DEFAULT false`,
    );
    await runner.query(
      `ALTER TABLE "runs" ADD CONSTRAINT "FK_runs_called_by" FOREIGN KEY ("called_by_run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query(
      'CREATE INDEX "runs_called_by" ON "runs" ("called_by_run_id") WHERE "called_by_run_id" IS NOT NULL',
    );
    await runner.query(
      'CREATE UNIQUE INDEX "runs_called_key" ON "runs" ("called_key") WHERE "called_key" IS NOT NULL',
    );
    await runner.query(`ALTER TABLE "automation_versions" ADD "calls" uuid array NOT NULL DEFAULT '{}'`);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
