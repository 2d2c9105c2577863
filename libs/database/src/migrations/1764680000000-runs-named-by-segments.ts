import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A run that begins or ends is a matter of the segments that ask about its automation, and of no others: a cohort that enters
 * one that nobody asks about is not looked at person by person.
 */
export class RunsNamedBySegments1764680000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NOTE_ROW);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const NOTE_ROW = `
CREATE OR REPLACE FUNCTION note_row_for_segments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'runs' THEN
    IF NOT EXISTS (SELECT 1 FROM segments s,
                     LATERAL jsonb_path_query(s.audience, '$.** ? (@.about == "inside").automation') AS named
        WHERE s.organization_id = NEW.organization_id AND s.archived_at IS NULL AND TG_ARGV[0] = ANY(s.listens)
          AND lower(named #>> '{}') = NEW.automation_id::text) THEN
      RETURN NULL;
    END IF;
  END IF;
  PERFORM note_for_segments(NEW.organization_id, NEW.user_id, TG_ARGV[0]);
  RETURN NULL;
END $$`;
