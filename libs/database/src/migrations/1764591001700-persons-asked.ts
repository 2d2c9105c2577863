import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a person is to grade a submission, however sure the machine is. */
export class PersonsAsked1764591001700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "submissions" ADD "person_asked" boolean NOT NULL DEFAULT false`);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
