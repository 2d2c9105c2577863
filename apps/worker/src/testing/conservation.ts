import type { DataSource } from 'typeorm';

/**
 * Design 4.5, for every run of a database: each open visit has its token and each token its open visit, in the same state,
 * and a run that is over has neither. Answers what does not add up, a line each.
 */
export async function notConserved(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<Array<{ line: string }>>(
    `WITH visits AS (
       SELECT run_id, step_id, visit, state::text AS state FROM step_runs WHERE left_at IS NULL),
     tokens AS (
       SELECT r.id, t->>'stepId', (t->>'visit')::int, t->>'status'
         FROM runs r CROSS JOIN LATERAL jsonb_array_elements(r.state->'tokens') t
        WHERE r.state->>'finished' IS NULL)
     SELECT format('run %s: a visit at %s (%s), %s, without its token', run_id, step_id, visit, state) AS line
       FROM (TABLE visits EXCEPT ALL TABLE tokens) AS lonely(run_id, step_id, visit, state)
     UNION ALL
     SELECT format('run %s: a token at %s (%s), %s, without its visit', run_id, step_id, visit, state)
       FROM (TABLE tokens EXCEPT ALL TABLE visits) AS lost(run_id, step_id, visit, state)`,
  );
  return rows.map(({ line }) => line);
}
