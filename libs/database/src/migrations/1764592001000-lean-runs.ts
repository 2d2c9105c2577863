import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A turn writes less of the run's row and of its story.
 *
 * `runs.trail` holds what a run only ever adds to (visits, releases), the newest first and last in the row: what was there
 * before stays where it is, and the write-ahead log of an update in place holds only what lies between the bytes that
 * agree at both ends. For the same reason a row is compressed later than others.
 *
 * A turn's story leaves out what `run_events`, the view that tells it, can say by itself.
 */
export class LeanRuns1764592001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TRAIL, ...STORY]) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const TRAIL = [
  `ALTER TABLE "runs" ADD "trail" text NOT NULL DEFAULT ''`,
  `ALTER TABLE runs SET (toast_tuple_target = 4080)`,
];

/** The moment of the first line, then the lines as they are; what a line of before did not say, it does not say now. */
const SHORTEN = `
CREATE FUNCTION shorten_story(events jsonb) RETURNS json LANGUAGE sql IMMUTABLE AS $$
  SELECT (jsonb_build_array(events->0->2) || jsonb_agg(jsonb_build_array(
            e.line->0, e.line->1, (e.line->>2)::bigint - (events->0->>2)::bigint,
            CASE e.line->>0 WHEN 'passed' THEN '{"port":null,"visit":null,"reason":null}'::jsonb
                            WHEN 'left' THEN '{"port":null,"visit":null,"reason":null}'
                            WHEN 'entered' THEN '{"visit":null}'
                            WHEN 'message' THEN '{"key":null}' ELSE '{}' END || (e.line->3)) ORDER BY e.place))::json
    FROM jsonb_array_elements(events) WITH ORDINALITY AS e(line, place)
$$`;

const STORY = [
  `DROP VIEW run_events`,
  SHORTEN,
  `ALTER TABLE "run_turns" ALTER COLUMN "events" TYPE json USING shorten_story(events)`,
  `DROP FUNCTION shorten_story`,
  // A turn's number is that of its last line; the moment of the first line stands before the lines.
  `CREATE VIEW run_events AS
   SELECT t.organization_id, t.run_id, (t.seq - json_array_length(t.events) + e.place)::integer AS seq,
          (e.line->>0)::varchar(40) AS type, (e.line->>1)::varchar(64) AS step_id,
          to_timestamp(((t.events->>0)::bigint + COALESCE((e.line->>2)::bigint, 0)) / 1000.0) AS at, t.real_at,
          CASE e.line->>0 WHEN 'passed' THEN '{"port":"next","visit":1,"reason":"passed through"}'::jsonb
                          WHEN 'left' THEN '{"port":"next","visit":1,"reason":"time"}'
                          WHEN 'entered' THEN '{"visit":1}'
                          WHEN 'message' THEN jsonb_build_object('key', t.run_id || ':' || (e.line->>1) || ':1')
                          ELSE '{}' END || COALESCE((e.line->3)::jsonb, '{}') AS data
     FROM run_turns t CROSS JOIN LATERAL json_array_elements(t.events) WITH ORDINALITY AS e(line, place) WHERE e.place > 1`,
];
