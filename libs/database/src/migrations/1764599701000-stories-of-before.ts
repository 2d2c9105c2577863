import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A worker of the release before goes on for a while beside the new one and writes its stories in full, into rows that are
 * read in short form since `LeanRuns`. The view tells both: what begins with a line, and not with a moment, is in full.
 */
export class StoriesOfBefore1764599701000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TOLD);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const IN_FULL = `json_typeof(t.events->0) = 'array'`;

const TOLD = `
CREATE OR REPLACE VIEW run_events AS
SELECT t.organization_id, t.run_id, (t.seq - json_array_length(t.events) + e.place)::integer AS seq,
       (e.line->>0)::varchar(40) AS type, (e.line->>1)::varchar(64) AS step_id,
       to_timestamp((CASE WHEN ${IN_FULL} THEN 0 ELSE (t.events->>0)::bigint END
                     + COALESCE((e.line->>2)::bigint, 0)) / 1000.0) AS at, t.real_at,
       CASE WHEN ${IN_FULL} THEN '{}'::jsonb
            WHEN e.line->>0 = 'passed' THEN '{"port":"next","visit":1,"reason":"passed through"}'
            WHEN e.line->>0 = 'left' THEN '{"port":"next","visit":1,"reason":"time"}'
            WHEN e.line->>0 = 'entered' THEN '{"visit":1}'
            WHEN e.line->>0 = 'message' THEN jsonb_build_object('key', t.run_id || ':' || (e.line->>1) || ':1')
            ELSE '{}' END || COALESCE((e.line->3)::jsonb, '{}') AS data
  FROM run_turns t CROSS JOIN LATERAL json_array_elements(t.events) WITH ORDINALITY AS e(line, place)
 WHERE e.place > 1 OR ${IN_FULL}`;
