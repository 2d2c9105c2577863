import { type Plan, type Scenario, type Simulation, simulate } from '@gradus/flow';
import type { Learner, School } from './school.ts';

/** A place where a run went on, as its rows tell it. */
export interface LivedTransition {
  step: string;
  kind: string;
  visit: number;
  port: string | null;
  at: Date;
}

/** Where a learner's clock begins. */
export async function enrolledAtOf(school: School, learner: Learner): Promise<Date> {
  const [row] = await school.dataSource.query<[{ enrolled_at: Date }]>(
    'SELECT enrolled_at FROM enrollments WHERE id = $1',
    [learner.enrollmentId],
  );
  return row.enrolled_at;
}

/** What the engine foresees of a learner who was enrolled just now, and since when they are. */
export async function foresee(
  school: School,
  learner: Learner,
  plan: Plan,
  imagined: Pick<Scenario, 'modules' | 'behaviour' | 'horizonDays'>,
): Promise<{ enrolledAt: Date; simulation: Simulation }> {
  const enrolledAt = await enrolledAtOf(school, learner);
  const simulation = simulate(plan, {
    enrolledAt: enrolledAt.getTime(),
    learnerZone: 'Europe/Berlin',
    schoolZone: 'Europe/Berlin',
    ...imagined,
  });
  return { enrolledAt, simulation };
}

/** How a run ended; null: it has not. */
export async function outcomeOf(school: School, runId: string): Promise<string | null | undefined> {
  const [row] = await school.dataSource.query<Array<{ outcome: string | null }>>(
    'SELECT outcome FROM runs WHERE id = $1',
    [runId],
  );
  return row?.outcome;
}

/** Where a run went on, in the order in which it did. */
export function transitionsOf(school: School, runId: string): Promise<LivedTransition[]> {
  return school.dataSource.query<LivedTransition[]>(
    `SELECT s.step_id AS step, v.definition->'steps'->s.step_id->>'kind' AS kind, s.visit, s.port, s.left_at AS at
       FROM run_events e JOIN step_runs s ON s.run_id = e.run_id AND s.step_id = e.step_id AND s.visit = (e.data->>'visit')::int
       JOIN automation_versions v ON v.id = s.version_id
      WHERE e.run_id = $1 AND e.type IN ('left', 'passed') ORDER BY e.seq`,
    [runId],
  );
}
