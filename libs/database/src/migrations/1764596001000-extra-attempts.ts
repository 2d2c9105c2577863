import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A school allows one learner more attempts at an assignment than all have. */
export class ExtraAttempts1764596001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "enrollments" ADD "extra_attempts" jsonb NOT NULL DEFAULT '{}'`);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
