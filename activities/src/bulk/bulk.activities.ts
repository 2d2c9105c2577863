import type { ProcessInput } from '@gradus/contracts';
import { chooseRuns } from '@gradus/database';
import { topics } from '@gradus/events';
import type { BellTarget } from '@gradus/temporal';
import type { EntityManager } from 'typeorm';
import type { ActivityParts } from '../activity-parts.ts';
import { attend, endProcess } from '../processes/process-row.ts';
import { type BulkAtWork, type Standing, lockOperation, standingOf } from './bulk-at-work.ts';
import { type Sent, sendItems } from './send-items.ts';
import { overlooked, settleItems, skipItems } from './settle-items.ts';

/** A batch this often. */
const BATCH_EVERY_MS = 1_000;
/** Below what fits into one local activity. */
const MOST_AT_ONCE = 200;
/** Bells rung at once. */
const BELLS_AT_ONCE = 25;
/** While paused, somebody looks this often even if no bell rings. */
const PAUSED_MS = 3_600_000;
/** How long a batch waits for answers before it says when to come again: most come at once. */
const ANSWERS_MS = 1_500;
const LOOK_EVERY_MS = 100;
/** How long a batch stays with its bells. */
const BELLS_MS = 3_000;

export interface BulkOutlook {
  next: 'wait' | 'end';
  waitMs: number;
}

/** What one look at an operation found and wrote. */
interface Batch extends Sent {
  operation: BulkAtWork;
  standing: Standing;
}

/** One order to many, at a limited rate. */
export function bulkActivities(parts: ActivityParts) {
  const look = (operationId: string) =>
    parts.dataSource.transaction('READ COMMITTED', (manager) => takeBatch(manager, operationId));

  return {
    /**
     * Notes what was answered, gives the order to the next few, and says when to come again. Safe to repeat at any point:
     * an item and its inbox row are one transaction, and the row's key is the item's.
     */
    async performBulk({ processId }: ProcessInput): Promise<BulkOutlook> {
      const process = await attend(parts.dataSource, processId, BATCH_EVERY_MS);
      if (process.state === 'ended') return { next: 'end', waitMs: 0 };
      let batch = await look(process.subjectId);
      await ring(parts, batch);
      const until = Date.now() + ANSWERS_MS;
      while (batch.standing.waiting === 0 && batch.standing.sent > 0 && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        batch = await look(process.subjectId);
      }
      const { operation, standing } = batch;
      await parts.live.publish(topicsOf(operation));
      if (operation.state === 'paused' && standing.sent === 0) {
        await attend(parts.dataSource, processId, PAUSED_MS);
        return { next: 'wait', waitMs: PAUSED_MS };
      }
      if (standing.waiting + standing.sent > 0) return { next: 'wait', waitMs: BATCH_EVERY_MS };
      await close(parts, operation, processId);
      await parts.live.publish(topicsOf(operation));
      return { next: 'end', waitMs: 0 };
    },
  };
}

async function takeBatch(manager: EntityManager, operationId: string): Promise<Batch> {
  const operation = await lockOperation(manager, operationId);
  if (operation.chosenAt === null) await chooseRuns(manager, operationId, operation);
  await settleItems(manager, operationId);
  if (operation.state === 'stopped') await skipItems(manager, operationId);
  const before = await standingOf(manager, operationId);
  const most = operation.state === 'open' ? allowed(operation, before) : 0;
  const sent = most > 0 ? await sendItems(manager, operation, most) : { rings: [], hurried: [] };
  const rings = [...sent.rings, ...(await overlooked(manager, operationId))];
  // Where nothing was given out, what was counted above still holds: the operation is locked.
  const standing = most > 0 ? await standingOf(manager, operationId) : before;
  return { operation, standing, rings, hurried: sent.hurried };
}

/** The rate, the window and what one batch can hold, whichever is least. */
function allowed({ ratePerSecond, windowSize }: BulkAtWork, { sent, overdue, lately }: Standing): number {
  return Math.max(0, Math.min(MOST_AT_ONCE, ratePerSecond - lately, windowSize - (sent - overdue)));
}

/** What is rung for is written; a bell that does not come through in time is rung again by a later batch. */
async function ring(parts: ActivityParts, sent: Sent): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, BELLS_MS).unref());
  await Promise.race([ringAll(parts, sent), late]);
}

async function ringAll({ bells, hurry }: ActivityParts, { rings, hurried }: Sent): Promise<void> {
  for (let from = 0; from < rings.length; from += BELLS_AT_ONCE)
    await bells.tryRing(...once(rings.slice(from, from + BELLS_AT_ONCE)));
  for (let from = 0; from < hurried.length; from += BELLS_AT_ONCE)
    await Promise.all(hurried.slice(from, from + BELLS_AT_ONCE).map((one) => hurry(one)));
}

const once = (rings: BellTarget[]) => [...new Map(rings.map((one) => [one.workflowId, one])).values()];

function topicsOf({ id, automationId, organizationId }: BulkAtWork): string[] {
  const touched = [topics.bulk(id), topics.work(organizationId)];
  return automationId ? [...touched, topics.automation(automationId)] : touched;
}

async function close({ dataSource }: ActivityParts, operation: BulkAtWork, processId: string): Promise<void> {
  await dataSource.transaction('READ COMMITTED', async (manager) => {
    await manager.query(
      `UPDATE bulk_operations SET state = CASE state WHEN 'stopped' THEN 'stopped' ELSE 'done' END,
              ended_at = COALESCE(ended_at, clock_timestamp()) WHERE id = $1`,
      [operation.id],
    );
    await endProcess(manager, processId, operation.state === 'stopped' ? 'stopped' : 'done');
  });
}
