import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A grade can be changed: the new one is a row beside the old one, which stays in the history. */
export class ChangedGrades1764640000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "grades" ADD "number" integer NOT NULL DEFAULT '1'`);
    await runner.query(`ALTER TABLE "grades" ADD "replaced_at" TIMESTAMP WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "grades" DROP CONSTRAINT "UQ_f573ccb37f87e9ef83c31308bce"`);
    await runner.query(
      'CREATE UNIQUE INDEX "IDX_ce16ece779d8c28243245d7c28" ON "grades" ("submission_id", "number")',
    );
    await runner.query(
      'CREATE UNIQUE INDEX "IDX_ea41cfe214d866d16f3b6a66c4" ON "grades" ("submission_id") WHERE replaced_at IS NULL',
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
