import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run's page tells what was decided about it, and which run took its place. */
export class RunNeighbours1764560000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX "audit_log_subject" ON "audit_log" ("subject_id", "at")');
    await runner.query(
      'CREATE INDEX "runs_restart_of" ON "runs" ("restart_of") WHERE "restart_of" IS NOT NULL',
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
