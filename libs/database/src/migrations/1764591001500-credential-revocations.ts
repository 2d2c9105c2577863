import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a certificate was taken back, and why. */
export class CredentialRevocations1764591001500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "credentials" ADD "revoked_at" TIMESTAMP WITH TIME ZONE`);
    await runner.query(`ALTER TABLE "credentials" ADD "revoked_reason" character varying(200)`);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
