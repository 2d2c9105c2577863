import type { Facts } from '@gradus/flow';
import type { Asks } from '../statements/pipeline.ts';
import type { PlannedRun } from './awaiting-run.ts';
import { type TaskRow, decidedTasks } from './decided-tasks.ts';
import { endedCalls } from './ended-calls.ts';
import { endedCheckouts } from './ended-checkouts.ts';

/** What others have brought to an end for a run, beside the facts of its person. */
export type AwaitedFacts = Required<Pick<Facts, 'tasks' | 'calls' | 'checkouts'>>;

/**
 * What the next turn of each run would know of its tasks, of the runs it has called and of the pages it has opened, in the order
 * of the runs: two statements at most, however many they are. The tasks are given by run: a turn brings its own, which it has
 * locked, who only looks those that were read for all.
 */
export async function readAwaited(
  asks: Asks,
  planned: readonly PlannedRun[],
  tasks: ReadonlyMap<string, readonly TaskRow[]>,
): Promise<AwaitedFacts[]> {
  const calls = await endedCalls(asks, planned);
  const checkouts = await endedCheckouts(asks, planned);
  return planned.map(({ run }) => ({
    tasks: decidedTasks(tasks.get(run.id) ?? [], run),
    calls: calls.get(run.id) ?? [],
    checkouts: checkouts.get(run.id) ?? [],
  }));
}
