import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Automations can be put away. */
export class ArchivedAutomations1764110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "automations" ADD "archived_at" TIMESTAMP WITH TIME ZONE');
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
