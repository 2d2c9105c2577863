import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pause may hold effects and messages back; those who look for what to do next pass them over. */
export class HeldEffects1764220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "effects" ADD "held_at" TIMESTAMP WITH TIME ZONE');
    await runner.query('ALTER TABLE "messages" ADD "held_at" TIMESTAMP WITH TIME ZONE');
    await runner.query('DROP INDEX "IDX_2ad8a76bd79e21809235f55109"');
    await runner.query(
      `CREATE INDEX "IDX_456f27bb6d584388a4143207d1" ON "messages" ("next_attempt_at")
        WHERE state IN ('planned','claimed') AND "held_at" IS NULL`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
