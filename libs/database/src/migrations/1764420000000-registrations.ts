import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each registration of an unproven address keeps its own password until somebody proves the address. Links sent before
 * this cannot tell whose password they stand for, so they are spent: who waits registers again.
 */
export class Registrations1764420000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "email_tokens" ADD "password_hash" character varying(255)');
    await runner.query('ALTER TABLE "email_tokens" ADD "name" character varying(120)');
    await runner.query('ALTER TABLE "email_tokens" ADD "time_zone" character varying(64)');
    await runner.query(
      `UPDATE email_tokens SET used_at = clock_timestamp() WHERE purpose = 'verify-email' AND used_at IS NULL`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
