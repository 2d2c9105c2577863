import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A submission says which request has handed it in, so that one that is repeated because its process died gets the answer that
 * was lost. Those of before say nothing: none of their requests is still being repeated.
 */
export class RequestsOfHandIns1764670000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "submissions" ADD "request" character varying(64)`);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
