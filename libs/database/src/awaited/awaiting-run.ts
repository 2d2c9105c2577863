import type { Plan, RunState } from '@gradus/flow';
import type { RunClock } from '../running/run-clock.ts';

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

/** The runs among these whose plans are like that, by their ids. */
export function runsThat(
  wait: (plan: Plan) => boolean,
  planned: readonly PlannedRun[],
): ReadonlyMap<string, AwaitingRun> {
  return new Map(planned.flatMap(({ run, plan }) => (wait(plan) ? [[run.id, run] as const] : [])));
}

/** The runs with their people and schools, as three lists side by side. */
export function asLists(runs: ReadonlyMap<string, AwaitingRun>): [string[], string[], string[]] {
  const all = [...runs.values()];
  return [
    all.map(({ id }) => id),
    all.map(({ userId }) => userId),
    all.map(({ organizationId }) => organizationId),
  ];
}

/** What a statement begins with that is asked about {@link asLists}: from each run the way leads through its person's rows. */
export const ASKED = 'unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS asked(run_id, user_id, organization_id)';
