import type { Plan, RunState } from '@gradus/flow';
import type { RunClock } from '../running/run-clock.ts';
import type { Asks, Prepared } from '../statements/pipeline.ts';

/** A run that may wait for what others do, as it was read. */
export interface AwaitingRun {
  id: string;
  organizationId: string;
  userId: string;
  state: RunState;
  clock: RunClock;
  /** Real time. */
  now: Date;
}

/** The same, with the plan that says what it may wait for. */
export interface PlannedRun {
  run: AwaitingRun;
  plan: Plan;
}

/** What a statement of {@link factsOf} begins with: from each run the way leads through its person's rows. */
export const ASKED = 'unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS asked(run_id, user_id, organization_id)';

/** Asks once about all of these runs whose plan can wait for such a thing, about none if there are none. Answers the facts by run. */
export async function factsOf<Row extends { run_id: string }, Fact>(
  asks: Asks,
  planned: readonly PlannedRun[],
  {
    statement,
    waits,
    toFact,
  }: { statement: Prepared; waits: (plan: Plan) => boolean; toFact: (row: Row, run: AwaitingRun) => Fact },
): Promise<Map<string, Fact[]>> {
  const runs = planned.flatMap(({ run, plan }) => (waits(plan) ? [run] : []));
  if (runs.length === 0) return new Map();
  const rows = await asks.ask<Row>(statement, [
    runs.map(({ id }) => id),
    runs.map(({ userId }) => userId),
    runs.map(({ organizationId }) => organizationId),
  ]);
  const factsOfRun = (run: AwaitingRun) =>
    rows.filter((row) => row.run_id === run.id).map((row) => toFact(row, run));
  return new Map(runs.map((run) => [run.id, factsOfRun(run)]));
}
