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

const watched = new Set<DataSource>();

/** From now on the runs of this database are counted after every test of the suite; `leave` counts them for the last time. */
export function watchConservation(dataSource: DataSource): { leave(): Promise<string[]> } {
  watched.add(dataSource);
  return {
    leave() {
      watched.delete(dataSource);
      return notConserved(dataSource);
    },
  };
}

/** @throws when visits and tokens of any run do not agree in a database that is watched */
export async function requireConserved(): Promise<void> {
  const lines = await Promise.all([...watched].map(notConserved));
  requireNone(lines.flat());
}

/** @throws when there is a line */
export function requireNone(lines: readonly string[]): void {
  if (lines.length > 0) throw new Error(`The numbers do not add up:\n${lines.join('\n')}`);
}
