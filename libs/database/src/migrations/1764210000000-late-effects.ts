import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Effects that were done after their step had been left are listed for ops until somebody has seen to them. */
export class LateEffects1764210000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "effects" ADD "late_at" TIMESTAMP WITH TIME ZONE');
    await runner.query('ALTER TABLE "effects" ADD "late_noted_at" TIMESTAMP WITH TIME ZONE');
    await runner.query(
      'CREATE INDEX "IDX_4cab33b17ee320cd5cac039700" ON "effects" ("organization_id", "late_at") WHERE "late_at" IS NOT NULL AND "late_noted_at" IS NULL',
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
