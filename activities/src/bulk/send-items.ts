import { RunClock, commandFor } from '@gradus/database';
import { type BellTarget, runBell } from '@gradus/temporal';
import type { EntityManager } from 'typeorm';
import type { BulkAtWork } from './bulk-at-work.ts';
import { retryItem } from './retry-items.ts';

export interface WaitingItem {
  seq: number;
  kind: 'run' | 'process' | 'effect' | 'message' | 'event' | 'webhook';
  subject_id: string;
  run_id: string | null;
  step_id: string | null;
  visit: number | null;
  seen_deadline: Date | null;
  clock_origin: Date | null;
  speed: number | null;
}

/** What is to be rung once it is written. */
export interface Sent {
  rings: BellTarget[];
  /** Keys of effects whose pause between two attempts may be cut short. */
  hurried: Array<{ workflowId: string; activityId: string }>;
}

/** The inbox key of an item: doing it twice is doing it once. */
export const itemKey = (operationId: string, seq: number) => `bulk:${operationId}:${seq}`;

/** Gives the order to the next few, in the caller's transaction. Items are taken by one worker only. */
export async function sendItems(manager: EntityManager, operation: BulkAtWork, most: number): Promise<Sent> {
  const items = await manager.query<WaitingItem[]>(
    `SELECT i.seq, i.kind, i.subject_id, i.run_id, i.step_id, i.visit, i.seen_deadline, r.clock_origin, r.speed
       FROM bulk_items i LEFT JOIN runs r ON r.id = i.run_id
      WHERE i.operation_id = $1 AND i.state = 'waiting' ORDER BY i.seq LIMIT $2 FOR NO KEY UPDATE OF i SKIP LOCKED`,
    [operation.id, most],
  );
  const sent: Sent = { rings: [], hurried: [] };
  const orders = items.filter(({ kind }) => kind === 'run');
  await sendOrders(manager, operation, orders);
  sent.rings.push(...orders.map(({ subject_id: runId }) => runBell(runId)));
  for (const item of items) {
    if (item.kind === 'run') continue;
    const { rings, hurried, detail, done } = await retryItem(manager, operation.organizationId, item);
    await manager.query(
      `UPDATE bulk_items SET state = $3, detail = $4, sent_at = clock_timestamp(), settled_at = clock_timestamp()
        WHERE operation_id = $1 AND seq = $2`,
      [operation.id, item.seq, done ? 'done' : 'refused', detail],
    );
    sent.rings.push(...rings);
    sent.hurried.push(...hurried);
  }
  return sent;
}

async function sendOrders(
  manager: EntityManager,
  operation: BulkAtWork,
  items: WaitingItem[],
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => {
    const command = commandOf(operation, item);
    const payload = { command, by: operation.requestedBy, operation: operation.id };
    return { seq: item.seq, run_id: item.subject_id, key: itemKey(operation.id, item.seq), payload };
  });
  await manager.query(
    `WITH rows AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS r(seq int, run_id uuid, key text, payload jsonb)),
     written AS (
       INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
       SELECT $2, run_id, 'command', key, payload->'command'->>'name', payload, clock_timestamp() FROM rows
       ON CONFLICT (run_id, key) DO NOTHING)
     UPDATE bulk_items i SET state = 'sent', sent_at = clock_timestamp()
       FROM rows WHERE i.operation_id = $1 AND i.seq = rows.seq`,
    [operation.id, operation.organizationId, JSON.stringify(rows)],
  );
}

function commandOf({ order, reason, purpose }: BulkAtWork, item: WaitingItem) {
  const clock = new RunClock(item.clock_origin ?? new Date(0), item.speed ?? 1);
  const { step_id: stepId, visit, seen_deadline: deadline } = item;
  return commandFor(order, {
    position: stepId === null || visit === null ? null : { stepId, visit },
    reason,
    onRunClock: (at) => clock.toVirtual(at),
    seen: deadline === null ? null : deadline.getTime(),
    ...(purpose === 'order' ? {} : { of: 'automation' as const }),
  });
}
