import type { AdmissionOutcome } from '@gradus/contracts';
import { type LiveAutomation, admit, markEntered } from '@gradus/database';
import type { EntityManager } from 'typeorm';
import type { ActivityParts } from '../activity-parts.ts';
import type { AdmissionAtWork } from './admission-row.ts';

interface ItemRow {
  seq: number;
  user_id: string | null;
  enrollment_id: string | null;
}

interface Settled {
  outcome: AdmissionOutcome;
  runId: string | null;
  detail: string | null;
}

/** Takes the next person of an admission. Null: nobody is left, or others are at work on the rest. */
export function admitOne(
  parts: ActivityParts,
  admission: AdmissionAtWork,
  live: LiveAutomation,
): Promise<Settled | null> {
  return parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    const [item] = await manager.query<ItemRow[]>(
      `SELECT seq, user_id, enrollment_id FROM admission_items
        WHERE admission_id = $1 AND outcome IS NULL ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [admission.id],
    );
    if (!item) return null;
    const settled = await settle(manager, parts, admission, live, item);
    await manager.query(
      `UPDATE admission_items SET outcome = $3, run_id = $4, detail = $5, settled_at = clock_timestamp()
        WHERE admission_id = $1 AND seq = $2`,
      [admission.id, item.seq, settled.outcome, settled.runId, settled.detail],
    );
    return settled;
  });
}

/** What cannot be decided for one person (a key that does not work out) is noted and holds nobody else back. */
async function settle(
  manager: EntityManager,
  parts: ActivityParts,
  admission: AdmissionAtWork,
  live: LiveAutomation,
  item: ItemRow,
): Promise<Settled> {
  const { user_id: userId, enrollment_id: enrollmentId } = item;
  if (!userId) return { outcome: 'unknown', runId: null, detail: 'Nobody of the school has this address.' };
  if (live.courseId && !enrollmentId)
    return { outcome: 'unknown', runId: null, detail: 'Not enrolled in the course of this automation.' };
  const subject = { organizationId: admission.organizationId, userId, enrollmentId };
  const occasion = { key: `admission:${admission.id}`, at: new Date(), data: {} };
  await manager.query('SAVEPOINT person');
  try {
    const entered =
      admission.mode === 'run'
        ? await admit(manager, parts.plans, live, subject, occasion)
        : await markEntered(manager, live, subject, occasion);
    if (entered.runId === null) return { outcome: entered.because, runId: null, detail: null };
    return {
      outcome: admission.mode === 'run' ? 'started' : 'marked',
      runId: entered.runId,
      detail: null,
    };
  } catch (error) {
    if (!isAboutThisPerson(error)) throw error;
    await manager.query('ROLLBACK TO SAVEPOINT person');
    return { outcome: 'failed', runId: null, detail: error.message.slice(0, 500) };
  }
}

/** Data that cannot be written and conditions that cannot be answered; locks and lost connections are not among them. */
function isAboutThisPerson(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(flow\.|22|23)/.test(String(error.code));
}
