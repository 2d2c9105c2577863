import type { Client } from '@temporalio/client';
import { BELL } from '@gradus/contracts/processes';
import { runBell } from '@gradus/temporal';
import type { Stage } from './stage.ts';

/** How many processes are begun at the same moment. */
const AT_ONCE = 40;

/** Begins the process of a run that is written. Unlike a bell of the product it has all the time it needs. */
export async function beginRun(client: Client, { env }: Pick<Stage, 'env'>, runId: string): Promise<void> {
  const { workflowType, workflowId, input } = runBell(runId);
  await client.workflow.signalWithStart(workflowType, {
    taskQueue: env['GRADUS_TASK_QUEUE'] ?? 'gradus',
    workflowId,
    args: [input],
    signal: BELL,
    signalArgs: [],
  });
}

/** Begins many, so many at a time. */
export async function beginAll(
  runIds: readonly string[],
  begin: (runId: string) => Promise<unknown>,
): Promise<void> {
  const left = [...runIds];
  const one = async () => {
    for (let id = left.pop(); id; id = left.pop()) await begin(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
