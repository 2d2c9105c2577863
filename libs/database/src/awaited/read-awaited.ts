import type { Facts, Plan } from '@gradus/flow';
import type { Asks } from '../statements/pipeline.ts';
import type { AwaitingRun } from './awaiting-run.ts';
import { decidedTasks, readTasks } from './decided-tasks.ts';
import { endedCalls } from './ended-calls.ts';
import { endedCheckouts } from './ended-checkouts.ts';

/** What others have brought to an end for a run, beside the facts of its person. */
export type AwaitedFacts = Pick<Facts, 'tasks' | 'calls' | 'checkouts'>;

/**
 * What a run's turn knows of its tasks, of the runs it has called and of the pages it has opened. A turn brings its tasks,
 * which it has locked; who only looks leaves them out.
 */
export async function readAwaited(
  asks: Asks,
  run: AwaitingRun,
  plan: Plan,
  tasks?: Awaited<ReturnType<typeof readTasks>>,
): Promise<AwaitedFacts> {
  return {
    tasks: decidedTasks(tasks ?? (await readTasks(asks, run.id)), run),
    calls: await endedCalls(asks, run, plan),
    checkouts: await endedCheckouts(asks, run, plan),
  };
}
