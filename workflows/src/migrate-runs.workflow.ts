import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ProcessInput } from '@gradus/contracts/processes';
import { patiently } from './patiently.ts';
import { Rings } from './rings.ts';

/** A migration of thousands takes many passes; past this many events a new history begins. */
const EVENTS_BEFORE_CONTINUING = 120;

/**
 * Takes the people inside an automation over to a published version, a few each second. Started again from the top it
 * finds in its rows who was told already.
 *
 * Woken by a bell (paused, resumed, stopped) or when the next few are due.
 */
export async function migrateRuns({ processId }: ProcessInput): Promise<void> {
  const rings = new Rings();
  for (;;) {
    rings.clear();
    const outlook = await patiently('migrateNextRuns', { processId });
    if (outlook.next === 'end') return;
    if (rings.pending) continue;
    if (workflowInfo().historyLength > EVENTS_BEFORE_CONTINUING)
      await continueAsNew<typeof migrateRuns>({ processId });
    await rings.next(outlook.waitMs);
  }
}
