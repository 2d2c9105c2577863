import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two effects may give the same place, and each takes back only its own; a place may be bought again. */
export class RightsByGiver1764593001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "entitlements" ADD "given_by" character varying(220) NOT NULL DEFAULT ''`,
    );
    await runner.query('DROP INDEX "IDX_91be935179f4a13c2874f41795"');
    await runner.query(
      'CREATE UNIQUE INDEX "IDX_f226ea298f3ea9a5955191364c" ON "entitlements" ("enrollment_id", "source", "given_by")',
    );
    await runner.query('DROP INDEX "IDX_74350a2b0bc4db394f382ccdc0"');
    await runner.query('CREATE INDEX "IDX_74350a2b0bc4db394f382ccdc0" ON "orders" ("enrollment_id")');
    await runner.query(
      `CREATE UNIQUE INDEX "IDX_7fa49d59f7207922aeaeea181d" ON "orders" ("enrollment_id") WHERE state = 'pending'`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
