import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Segments hear at once also of what no event tells: who joins the school, another role, a yes or no to marketing mail, a run
 * that begins or ends. Triggers note it with the rows that say so, whoever writes them, a turn or a person at the database. A run
 * is a matter of the segments that ask about its automation, and of no others: a cohort that enters one that nobody asks about is
 * not looked at person by person.
 */
export class SegmentsHearOfPeople1764671000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [NOTE, NOTE_ROW, ...TRIGGERS, HEAR]) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const NOTE = `
CREATE FUNCTION note_for_segments(school uuid, person uuid, occasion text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO segment_checks (organization_id, user_id)
  SELECT school, person WHERE EXISTS (SELECT 1 FROM segments s
    WHERE s.organization_id = school AND s.archived_at IS NULL AND occasion = ANY(s.listens));
END $$`;

const NOTE_ROW = `
CREATE FUNCTION note_row_for_segments() RETURNS trigger LANGUAGE plpgsql AS $$
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

/** A trigger for each occasion: a row that is changed in two ways at once is noted for both. */
const TRIGGERS = [
  ['person.joined', 'INSERT ON memberships', 'true'],
  ['role.changed', 'UPDATE ON memberships', 'OLD.role IS DISTINCT FROM NEW.role'],
  [
    'consent.changed',
    'UPDATE ON memberships',
    '(OLD.marketing_refused_at IS NULL) <> (NEW.marketing_refused_at IS NULL)',
  ],
  ['run.started', 'INSERT ON runs', 'true'],
  ['run.ended', 'UPDATE ON runs', 'OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL'],
].map(
  ([occasion, change, when]) => `
CREATE TRIGGER "segments_hear_${occasion!.replace('.', '_')}" AFTER ${change} FOR EACH ROW WHEN (${when})
  EXECUTE FUNCTION note_row_for_segments('${occasion}')`,
);

/** What the segments of before ask about, and what they hear of from now on. */
const HEAR = `
WITH more(about, hears) AS (VALUES
  ('inside', 'run.started'), ('inside', 'run.ended'),
  ('role', 'role.changed'), ('role', 'person.joined'),
  ('marketing', 'consent.changed'), ('marketing', 'person.joined'),
  ('joined', 'person.joined'), ('simulated', 'person.joined')),
asked AS (
  SELECT s.id, more.hears FROM segments s JOIN more
      ON jsonb_path_exists(s.audience, '$.** ? (@.about == $about)', jsonb_build_object('about', more.about)))
UPDATE segments s SET listens = (
  SELECT array_agg(DISTINCT type COLLATE "C" ORDER BY type COLLATE "C")
    FROM (SELECT unnest(s.listens) AS type UNION SELECT asked.hears FROM asked WHERE asked.id = s.id) AS heard)
 WHERE s.id IN (SELECT asked.id FROM asked)`;
