import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an enrollment became active, kept apart from the day it was asked for: an unpaid place has none. */
export class ActivationMoments1764510000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "enrollments" ADD "activated_at" TIMESTAMP WITH TIME ZONE');
    await runner.query(
      `UPDATE enrollments e SET activated_at = e.enrolled_at
        WHERE e.state IN ('active', 'paused', 'completed')
           OR EXISTS (SELECT 1 FROM entitlements t WHERE t.enrollment_id = e.id)`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
