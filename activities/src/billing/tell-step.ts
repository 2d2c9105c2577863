import type { EntityManager } from 'typeorm';
import { CHECKOUT_ENDED } from '@gradus/flow';
import { type BellTarget, runBell } from '@gradus/temporal';

/**
 * What came of a page, as an event in the inbox of the run whose step has opened it, in the transaction that wrote it: never
 * lost, never twice. Answers whom to ring after the commit: nobody, if nothing has come of it or the run knows already.
 */
export async function tellStep(manager: EntityManager, subscriptionId: string): Promise<BellTarget[]> {
  const rows = await manager.query<Array<{ run_id: string }>>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT s.organization_id, r.id, 'event', 'checkout:' || s.id, $2, jsonb_build_object('state', s.decision),
            clock_timestamp()
       FROM subscriptions s JOIN effects e ON e.organization_id = s.organization_id AND e.key = s.page_key
                                         AND e.outcome->>'subscriptionId' = s.id::text
       JOIN runs r ON r.id = e.run_id AND r.finished_at IS NULL
      WHERE s.id = $1 AND s.decision IS NOT NULL
     ON CONFLICT (run_id, key) DO NOTHING RETURNING run_id`,
    [subscriptionId, CHECKOUT_ENDED],
  );
  return rows.map(({ run_id: runId }) => runBell(runId));
}
