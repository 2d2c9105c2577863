import type { ProcessInput } from '@gradus/contracts/processes';
import { effects } from './activity-proxies.ts';
import { failureOf, patiently } from './patiently.ts';
import { Rings } from './rings.ts';

/**
 * Grades one submission: a proposal by the grader, a person's decision where it was unsure, then the grade. When the
 * grader stays away for longer than the setting allows, the process is blocked with the reason and waits for ops.
 *
 * Woken by a bell (decided, reopened) or when a review has lain too long.
 */
export async function gradeSubmission({ processId }: ProcessInput): Promise<void> {
  const rings = new Rings();
  for (;;) {
    rings.clear();
    const outlook = await patiently('lookAtSubmission', { processId });
    if (outlook.next === 'end') return;
    if (outlook.next === 'release') return await patiently('releaseGrade', { processId });
    if (outlook.next === 'propose') {
      try {
        await effects(outlook.retries, outlook.effectKey).proposeGrade({ processId });
      } catch (error) {
        return await patiently('recordBlockedProcess', { processId, ...failureOf(error) });
      }
      continue;
    }
    await rings.next(outlook.waitMs);
    if (!rings.pending) await patiently('remindOfReview', { processId });
  }
}
