import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ProcessInput } from '@gradus/contracts/processes';
import { patiently } from './patiently.ts';
import { Rings } from './rings.ts';

/** Past this many events it begins a new history: a thousand people at a low rate take many batches. */
const EVENTS_BEFORE_CONTINUING = 600;

/**
 * Lets many people into an automation, a few at a time, as fast as its row allows. Pausing, going on and stopping are
 * changes of that row and a bell. Started again from the top it goes on with whoever has no outcome yet.
 */
export async function admitPeople({ processId }: ProcessInput): Promise<void> {
  const rings = new Rings();
  for (;;) {
    rings.clear();
    const look = await patiently('admitNext', { processId });
    if (look.next === 'end') return;
    if (!rings.pending && workflowInfo().historyLength > EVENTS_BEFORE_CONTINUING)
      await continueAsNew<typeof admitPeople>({ processId });
    await rings.next(look.waitMs);
  }
}
