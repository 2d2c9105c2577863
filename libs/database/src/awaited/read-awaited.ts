import type { Facts, Plan } from '@gradus/flow';
import type { Asks } from '../statements/pipeline.ts';
import type { AwaitingRun } from './awaiting-run.ts';
import { type TaskRow, decidedTasks } from './decided-tasks.ts';
import { endedCalls } from './ended-calls.ts';
import { endedCheckouts } from './ended-checkouts.ts';

/** What others have brought to an end for a run, beside the facts of its person. */
export type AwaitedFacts = Required<Pick<Facts, 'tasks' | 'calls' | 'checkouts'>>;

/**
 * What a run's turn knows of its tasks, of the runs it has called and of the pages it has opened. A turn brings its tasks,
 * which it has locked; who only looks those that were read for many runs at once.
 */
export async function readAwaited(
  asks: Asks,
  run: AwaitingRun,
  plan: Plan,
  tasks: readonly TaskRow[],
): Promise<AwaitedFacts> {
  return {
    tasks: decidedTasks(tasks, run),
    calls: await endedCalls(asks, run, plan),
    checkouts: await endedCheckouts(asks, run, plan),
  };
}
