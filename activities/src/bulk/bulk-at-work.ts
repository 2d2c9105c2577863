import type { BulkState, BulkTarget, RunOrder } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';

/** A bulk operation as its process sees it. */
export interface BulkAtWork {
  id: string;
  organizationId: string;
  automationId: string | null;
  purpose: 'order' | 'pause' | 'resume';
  order: RunOrder;
  target: BulkTarget;
  state: BulkState;
  ratePerSecond: number;
  windowSize: number;
  requestedBy: string | null;
  reason: string;
  chosenAt: Date | null;
}

/** Locks an operation for one batch: two workers at it go one after the other. @throws when there is none */
export async function lockOperation(manager: EntityManager, operationId: string): Promise<BulkAtWork> {
  const [row] = await manager.query<BulkAtWork[]>(
    `SELECT id, organization_id AS "organizationId", automation_id AS "automationId", purpose, given AS "order", target,
            state, rate_per_second AS "ratePerSecond", window_size AS "windowSize", requested_by AS "requestedBy", reason,
            chosen_at AS "chosenAt" FROM bulk_operations WHERE id = $1 FOR NO KEY UPDATE`,
    [operationId],
  );
  if (!row) throw new Error(`No bulk operation ${operationId}.`);
  return row;
}

/** How many items are in which state, and how many were sent in the last second. */
export interface Standing {
  waiting: number;
  sent: number;
  /** Sent so long ago that nobody counts on an answer any more. */
  overdue: number;
  lately: number;
}

/** Sent this long ago, an order no longer fills the window. */
export const OVERDUE_SECONDS = 60;

export async function standingOf(manager: EntityManager, operationId: string): Promise<Standing> {
  const [row] = await manager.query<[Standing]>(
    `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
            count(*) FILTER (WHERE state = 'sent')::int AS sent,
            count(*) FILTER (WHERE state = 'sent' AND sent_at < clock_timestamp() - make_interval(secs => $2))::int AS overdue,
            count(*) FILTER (WHERE sent_at > clock_timestamp() - interval '1 second')::int AS lately
       FROM bulk_items WHERE operation_id = $1`,
    [operationId, OVERDUE_SECONDS],
  );
  return row;
}
