import { proxyActivities, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { Activities } from './activities.ts';

const local = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s' });
const { issueCertificate } = proxyActivities<Activities>({
  startToCloseTimeout: '90s',
  heartbeatTimeout: '15s',
});

/**
 * The twelve weeks as somebody would write them for this one course: the floor that a drawn run is held against. The
 * same rows are written, a week's in one local activity.
 */
export async function twelveWeeksByHand({ runId }: { runId: string }): Promise<void> {
  for (let week = 1; week <= 12; week++) {
    const restMs = await local.openWeek({ runId, week });
    if (restMs > 0) await sleep(restMs);
  }
  await issueCertificate({ runId });
  await local.finish({ runId });
}

/** A wait and a message behind it, as somebody would write them for this one purpose. */
export async function waitByHand({ runId, dueAt }: { runId: string; dueAt: number }): Promise<void> {
  const restMs = await local.restUntil({ dueAt });
  if (restMs > 0) await sleep(restMs);
  await local.openWeek({ runId, week: 1 });
}
