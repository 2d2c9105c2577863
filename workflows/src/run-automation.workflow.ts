import { CancellationScope, continueAsNew, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { AdvanceAnswer, Retries, RunAutomationInput } from '@gradus/contracts/processes';
import { effects } from './activity-proxies.ts';
import { failureOf, patiently } from './patiently.ts';
import { Rings } from './rings.ts';

/** Waking a long history costs CPU for each of its tasks: a parked run begins a new one past this many events. */
const EVENTS_BEFORE_CONTINUING = 120;

/**
 * Keeps one run moving: lets it catch up, does the effects it lists, sleeps until something is due. It holds no business
 * rule and no state that matters: the row is the truth, and this workflow may be lost, doubled or started again at will.
 *
 * Woken by: its timer, a bell, the end of an effect. Ends when the run is finished and nothing is under way.
 */
export async function runAutomation({ runId }: RunAutomationInput): Promise<void> {
  const rings = new Rings();
  const underWay = new Map<string, CancellationScope>();
  for (;;) {
    rings.clear();
    const answer = await patiently('advance', { runId });
    attendEffects(runId, answer, underWay, rings);
    if (answer.finished && underWay.size === 0) return;
    if (answer.again || rings.pending) continue;
    const idle = underWay.size === 0;
    if (idle && workflowInfo().historyLength > EVENTS_BEFORE_CONTINUING)
      await continueAsNew<typeof runAutomation>({ runId });
    await rings.next(answer.sleepForMs);
  }
}

/** Starts what is listed and not under way, cancels what is under way and no longer listed. */
function attendEffects(
  runId: string,
  answer: AdvanceAnswer,
  underWay: Map<string, CancellationScope>,
  rings: Rings,
): void {
  const listed = new Set(answer.effects);
  for (const [key, scope] of underWay) if (!listed.has(key)) scope.cancel();
  for (const key of listed) {
    if (underWay.has(key)) continue;
    const scope = new CancellationScope();
    underWay.set(key, scope);
    void scope
      .run(() => doEffect(runId, key, answer.retries))
      .catch(() => {})
      .then(() => {
        underWay.delete(key);
        rings.ring();
      });
  }
}

/** Does one effect; its failure for good is written to the ledger, from where the next turn takes it. */
async function doEffect(runId: string, key: string, retries: Retries): Promise<void> {
  try {
    await effects(retries, key).performEffect({ runId, key });
  } catch (error) {
    if (isCancellation(error)) return;
    await patiently('recordFailedEffect', { runId, key, ...failureOf(error) });
  }
}
