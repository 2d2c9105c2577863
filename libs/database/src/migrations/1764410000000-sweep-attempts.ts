import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sweep remembers how often it has rung in vain, so that what it cannot mend does not starve the rest. */
export class SweepAttempts1764410000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['runs', 'processes']) {
      await runner.query(`ALTER TABLE "${table}" ADD "sweep_attempts" integer NOT NULL DEFAULT '0'`);
      await runner.query(`ALTER TABLE "${table}" ADD "sweep_at" TIMESTAMP WITH TIME ZONE`);
    }
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
