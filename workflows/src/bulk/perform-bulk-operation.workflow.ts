import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ProcessInput } from '@gradus/contracts/processes';
import { patiently } from '../patiently.ts';
import { Rings } from '../rings.ts';

/** Past this many events it begins a new history: ten thousand items at a low rate take many batches. */
const EVENTS_BEFORE_CONTINUING = 400;

/**
 * Gives one order to many, a few at a time, as fast as its row allows. Pausing, going on and stopping are changes of that
 * row and a bell. Started again from the top it goes on with whoever has no answer yet.
 */
export async function performBulkOperation({ processId }: ProcessInput): Promise<void> {
  const rings = new Rings();
  for (;;) {
    rings.clear();
    const look = await patiently('performBulk', { processId });
    if (look.next === 'end') return;
    if (!rings.pending && workflowInfo().historyLength > EVENTS_BEFORE_CONTINUING)
      await continueAsNew<typeof performBulkOperation>({ processId });
    await rings.next(look.waitMs);
  }
}
