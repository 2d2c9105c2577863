import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a module was closed again for an enrollment, by which step and why. Nothing was, so far. */
export class ModuleClosings1764591001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "module_unlocks" ADD "closings" jsonb NOT NULL DEFAULT '[]'`);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
