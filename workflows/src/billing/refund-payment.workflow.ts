import type { ProcessInput } from '@gradus/contracts/processes';
import { effects } from '../activity-proxies.ts';
import { failureOf, patiently } from '../patiently.ts';

/** Gives back one payment, or a part of it, whose refund is a row already. Ends when it is done, or blocked with the reason. */
export async function refundPayment({ processId }: ProcessInput): Promise<void> {
  const outlook = await patiently('lookAtRefund', { processId });
  if (outlook.next === 'end') return;
  try {
    await effects(outlook.retries, outlook.effectKey).payBack({ processId });
  } catch (error) {
    await patiently('recordBlockedProcess', { processId, ...failureOf(error) });
  }
}
