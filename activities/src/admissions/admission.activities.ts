import type { ProcessInput } from '@gradus/contracts';
import { type LiveAutomation, readLiveAutomation } from '@gradus/database';
import { topics } from '@gradus/events';
import { runBell } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { attend, endProcess } from '../processes/process-row.ts';
import { type AdmissionAtWork, readAdmission } from './admission-row.ts';
import { admitOne } from './admit-one.ts';

/** People of one batch: below what fits into one local activity. */
const MOST_AT_ONCE = 100;
/** A batch this often, as large as the rate allows. */
const BATCH_EVERY_MS = 5_000;
/** While paused, somebody looks this often even if no bell rings. */
const PAUSED_MS = 3_600_000;

export interface AdmissionOutlook {
  next: 'wait' | 'end';
  waitMs: number;
}

/** Letting many people into an automation, at a limited rate. */
export function admissionActivities(parts: ActivityParts) {
  return {
    /**
     * Lets the next few in, each in a transaction of their own, and says when to come again. Safe to repeat: who has an
     * outcome is not asked again, and outcome and run are one transaction.
     */
    async admitNext({ processId }: ProcessInput): Promise<AdmissionOutlook> {
      const process = await attend(parts.dataSource, processId, BATCH_EVERY_MS);
      const admission = await readAdmission(parts.dataSource, process.subjectId);
      const live = await readLiveAutomation(
        parts.dataSource.manager,
        process.organizationId,
        admission.automationId,
      );
      if (process.state === 'ended') return { next: 'end', waitMs: 0 };
      if (admission.state === 'paused') {
        await attend(parts.dataSource, processId, PAUSED_MS);
        return { next: 'wait', waitMs: PAUSED_MS };
      }
      const left = admission.state === 'open' && live ? await admitBatch(parts, admission, live) : 0;
      await parts.live.publish([topics.automation(admission.automationId)]);
      if (left > 0) return { next: 'wait', waitMs: BATCH_EVERY_MS };
      await close(parts, admission, processId, live !== null);
      return { next: 'end', waitMs: 0 };
    },
  };
}

/** Answers how many are left. */
async function admitBatch(
  parts: ActivityParts,
  admission: AdmissionAtWork,
  live: LiveAutomation,
): Promise<number> {
  const allowed = Math.ceil((admission.ratePerMinute * BATCH_EVERY_MS) / 60_000);
  const started: string[] = [];
  let taken = 0;
  while (taken < Math.min(MOST_AT_ONCE, allowed)) {
    const one = await admitOne(parts, admission, live);
    if (!one) break;
    if (one.runId && admission.mode === 'run') started.push(one.runId);
    taken += 1;
  }
  await parts.bells.tryRing(...started.map(runBell));
  const [{ left }] = await parts.dataSource.query<[{ left: number }]>(
    'SELECT count(*)::int AS left FROM admission_items WHERE admission_id = $1 AND outcome IS NULL',
    [admission.id],
  );
  return left;
}

async function close(
  parts: ActivityParts,
  admission: AdmissionAtWork,
  processId: string,
  live: boolean,
): Promise<void> {
  await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    await manager.query(
      `UPDATE admissions SET state = CASE WHEN state = 'stopped' OR NOT $2 THEN 'stopped' ELSE 'done' END,
              ended_at = COALESCE(ended_at, clock_timestamp()) WHERE id = $1`,
      [admission.id, live],
    );
    await endProcess(manager, processId, live ? 'let in' : 'not live any more');
  });
}
