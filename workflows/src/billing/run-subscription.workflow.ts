import { continueAsNew, patched, workflowInfo } from '@temporalio/workflow';
import type { ProcessInput } from '@gradus/contracts/processes';
import { effects, questions } from '../activity-proxies.ts';
import { failureOf, patiently } from '../patiently.ts';
import { Rings } from '../rings.ts';

/** A subscription is followed for years: past so many events a new history begins. */
const EVENTS_BEFORE_CONTINUING = 400;
/** Histories of before went on for ever: they are replayed as they were, and continued once they are at their end. */
const CONTINUES = 'runSubscription.continues';

/**
 * Sees one order to its end, or one subscription through all of its renewals: opens the checkout, then asks the provider whenever a webhook rings, and every ten minutes
 * in case none came. What the provider says now is what counts, whatever the order of its messages.
 */
export async function runSubscription({ processId }: ProcessInput): Promise<void> {
  const rings = new Rings();
  for (;;) {
    rings.clear();
    const order = await patiently('lookAtOrder', { processId });
    if (order.next === 'end') return;
    try {
      if (order.next === 'checkout')
        await effects(order.retries, order.effectKey).openCheckout({ processId });
      else if (order.next === 'follow')
        await questions(order.retries, `${order.effectKey}:follow`).followSubscription({ processId });
      else await questions(order.retries, `${order.effectKey}:read`).readCheckout({ processId });
    } catch (error) {
      return await patiently('recordBlockedProcess', { processId, ...failureOf(error) });
    }
    const after = await patiently('lookAtOrder', { processId });
    if (after.next === 'end') return;
    if (!rings.pending && workflowInfo().historyLength > EVENTS_BEFORE_CONTINUING && patched(CONTINUES))
      await continueAsNew<typeof runSubscription>({ processId });
    await rings.next(after.waitMs);
  }
}
