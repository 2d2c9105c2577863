import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An effect remembers the version whose step planned it, and drafts take the definition schema of this release. */
export class EffectVersions1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "effects" ADD "version_id" uuid');
    await runner.query(
      `UPDATE effects e SET version_id = r.version_id FROM runs r WHERE r.id = e.run_id AND e.step_id IS NOT NULL`,
    );
    await runner.query(
      'ALTER TABLE "effects" ADD CONSTRAINT "FK_6cc928b4423615bc7f8d33c325a" FOREIGN KEY ("version_id") REFERENCES "automation_versions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION',
    );
    await runner.query(
      `UPDATE automations SET draft_definition = jsonb_set(draft_definition, '{schemaVersion}', '2')
        WHERE draft_definition->'schemaVersion' = '1'`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
