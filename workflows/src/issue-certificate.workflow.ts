import type { ProcessInput } from '@gradus/contracts/processes';
import { effects } from './activity-proxies.ts';
import { failureOf, patiently } from './patiently.ts';

/** Signs one credential whose row exists already. Ends when it is issued, or blocked with the reason. */
export async function issueCertificate({ processId }: ProcessInput): Promise<void> {
  const outlook = await patiently('lookAtCredential', { processId });
  if (outlook.next === 'end') return;
  try {
    await effects(outlook.retries, outlook.effectKey).signCredential({ processId });
  } catch (error) {
    await patiently('recordBlockedProcess', { processId, ...failureOf(error) });
  }
}
