import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a version says of the course itself (title, price, length ...): it counts once the version is published. */
export class CourseVersionHeads1764510002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "course_versions" ADD "about" jsonb');
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
