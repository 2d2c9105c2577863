import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event that starts a campaign stands in its row, so that the router reads only the drawings it concerns. */
export class AutomationStarts1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "automations" ADD "starts_on" character varying(80)');
    await runner.query(
      `WITH triggers AS (
         SELECT a.id, v.definition->'steps'->(v.definition->>'trigger')->'config'->'on' AS on_what
           FROM automations a JOIN automation_versions v ON v.id = a.live_version_id WHERE a.use = 'campaign')
       UPDATE automations a
          SET starts_on = CASE t.on_what->>'kind' WHEN 'enrolled' THEN 'enrollment.activated'
                                                  WHEN 'event' THEN t.on_what->>'event' END
         FROM triggers t WHERE t.id = a.id`,
    );
    await runner.query(
      'CREATE INDEX "IDX_62ff6cbaddbc3affebb9262cdc" ON "automations" ("organization_id", "starts_on") WHERE "starts_on" IS NOT NULL',
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
