import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An effect is looked for by its key, in its school or without one: one index does for both. */
export class OneKeyIndex1764592002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "IDX_7cbd04d15d9eafb87ede088cf3"`);
    await runner.query(`DROP INDEX "IDX_1b35e6bd37b4c9e4dc736d6070"`);
    await runner.query(
      `CREATE UNIQUE INDEX "IDX_7cbd04d15d9eafb87ede088cf3" ON "effects" ("key", "organization_id")`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
