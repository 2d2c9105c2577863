import type { Definition } from '@gradus/flow';
import type pg from 'pg';

/** What does not add up, as sentences; empty when all does (design 4.5). */
export async function checkConservation(db: pg.Pool): Promise<string[]> {
  return [
    ...(await tokensAgainstVisits(db)),
    ...(await enteredAgainstStates(db)),
    ...(await alongTheEdges(db)),
  ];
}

/** Tokens in a run's state are exactly its visits that are not over. */
async function tokensAgainstVisits(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ id: string; tokens: number; open: number }>(
    `SELECT r.id, jsonb_array_length(r.state->'tokens') AS tokens, s.open FROM runs r
      CROSS JOIN LATERAL (SELECT count(*)::int AS open FROM step_runs s
        WHERE s.run_id = r.id AND s.state IN ('waiting', 'running', 'blocked', 'held')) s
      WHERE jsonb_array_length(r.state->'tokens') <> s.open`,
  );
  return rows.map(({ id, tokens, open }) => `run ${id}: ${tokens} tokens, ${open} open visits`);
}

/** Entered, as the story tells it, is waiting + running + blocked + held + left + exited, as the visits have it. */
async function enteredAgainstStates(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ step_id: string; visits: number; told: number }>(
    `WITH told AS (SELECT r.version_id, e.step_id, count(*)::int AS n FROM run_events e JOIN runs r ON r.id = e.run_id
                    WHERE e.type IN ('entered', 'passed') GROUP BY 1, 2),
          visits AS (SELECT version_id, step_id, count(*)::int AS n FROM step_runs
                      WHERE state IN ('waiting', 'running', 'blocked', 'held', 'left', 'exited') GROUP BY 1, 2)
     SELECT COALESCE(v.step_id, t.step_id) AS step_id, COALESCE(v.n, 0) AS visits, COALESCE(t.n, 0) AS told
       FROM visits v FULL JOIN told t ON t.version_id = v.version_id AND t.step_id = v.step_id
      WHERE COALESCE(v.n, 0) <> COALESCE(t.n, 0)`,
  );
  return rows.map(({ step_id, visits, told }) => `${step_id}: ${visits} visits, the story tells of ${told}`);
}

/** Whoever entered a step left one before it through a port that leads there; a trigger is entered by starting. */
async function alongTheEdges(db: pg.Pool): Promise<string[]> {
  const { rows: versions } = await db.query<{ id: string; definition: Definition; runs: number }>(
    `SELECT v.id, v.definition, (SELECT count(*)::int FROM runs r WHERE r.version_id = v.id AND r.attended_at IS NOT NULL) AS runs
       FROM automation_versions v`,
  );
  const { rows: visits } = await db.query<{
    version_id: string;
    step_id: string;
    port: string | null;
    entered: number;
    departed: number;
  }>(
    `SELECT version_id, step_id, port, count(*)::int AS entered, (count(*) FILTER (WHERE state = 'left'))::int AS departed
       FROM step_runs GROUP BY 1, 2, 3`,
  );
  const wrong: string[] = [];
  for (const { id, definition, runs } of versions) {
    const own = visits.filter(({ version_id }) => version_id === id);
    for (const stepId of Object.keys(definition.steps)) {
      if (stepId === definition.trigger) continue;
      const entered = own.filter((v) => v.step_id === stepId).reduce((sum, v) => sum + v.entered, 0);
      const arrived = definition.edges
        .filter((edge) => edge.to === stepId)
        .reduce((sum, edge) => {
          const left = own.filter((v) => v.step_id === edge.from && v.port === edge.port);
          const fromTrigger = edge.from === definition.trigger && left.length === 0 ? runs : 0;
          return sum + fromTrigger + left.reduce((part, v) => part + v.departed, 0);
        }, 0);
      if (entered !== arrived) wrong.push(`${stepId}: ${arrived} sent there, ${entered} entered`);
    }
  }
  return wrong;
}
