import { type BellTarget, runBell } from '@gradus/temporal';
import type { EntityManager } from 'typeorm';
import { OVERDUE_SECONDS } from './bulk-at-work.ts';

/** Nobody answers an order that old by itself any more. */
const GIVE_UP_SECONDS = 600;
/** An order that nobody has taken for this long is rung for once more: its bell was lost, perhaps with its worker. */
const RING_AGAIN_SECONDS = 5;

/** Notes on the items what the runs have answered. */
export async function settleItems(manager: EntityManager, operationId: string): Promise<void> {
  await manager.query(
    `UPDATE bulk_items i
        SET state = CASE WHEN (x.outcome->>'accepted')::boolean THEN 'done' ELSE 'refused' END,
            detail = left(COALESCE(x.outcome->>'detail', ''), 500), settled_at = x.taken_at
       FROM inbox x
      WHERE i.operation_id = $1 AND i.state = 'sent' AND x.run_id = i.run_id
        AND x.key = 'bulk:' || i.operation_id || ':' || i.seq AND x.taken_at IS NOT NULL`,
    [operationId],
  );
  await manager.query(
    `UPDATE bulk_items SET state = 'unanswered', settled_at = clock_timestamp(),
            detail = 'Nobody has taken it yet. It stays in the run''s inbox and is carried out when the run is attended.'
      WHERE operation_id = $1 AND state = 'sent' AND sent_at < clock_timestamp() - make_interval(secs => $2)`,
    [operationId, GIVE_UP_SECONDS],
  );
}

/** Stopped: what has not had its turn never has one. */
export async function skipItems(manager: EntityManager, operationId: string): Promise<void> {
  await manager.query(
    `UPDATE bulk_items SET state = 'skipped', settled_at = clock_timestamp(), detail = 'The operation was stopped before.'
      WHERE operation_id = $1 AND state = 'waiting'`,
    [operationId],
  );
}

/** Runs whose order lies in the inbox although it was rung for a while ago. */
export async function overlooked(manager: EntityManager, operationId: string): Promise<BellTarget[]> {
  const rows = await manager.query<Array<{ run_id: string }>>(
    `SELECT DISTINCT run_id FROM bulk_items
      WHERE operation_id = $1 AND state = 'sent' AND run_id IS NOT NULL
        AND sent_at BETWEEN clock_timestamp() - make_interval(secs => $3) AND clock_timestamp() - make_interval(secs => $2)
      LIMIT 200`,
    [operationId, RING_AGAIN_SECONDS, OVERDUE_SECONDS],
  );
  return rows.map((row) => runBell(row.run_id));
}
