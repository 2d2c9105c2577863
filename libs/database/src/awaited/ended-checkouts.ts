import { type CheckoutFact, type Plan, opensPages } from '@gradus/flow';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import type { AwaitingRun } from './awaiting-run.ts';

interface EndedRow {
  step_id: string;
  visit: number;
  decision: CheckoutFact['state'];
  decided_at: Date;
}

/** From the person's subscriptions to their effects by key: no index leads from a run to its settled effects. */
const ENDED: Prepared = {
  name: 'ended-checkouts',
  text: `
SELECT e.step_id, e.visit, s.decision, s.decided_at
  FROM subscriptions s JOIN effects e ON e.organization_id = s.organization_id AND e.key = s.page_key
 WHERE s.user_id = $2 AND s.organization_id = $3 AND s.decision IS NOT NULL
   AND e.run_id = $1 AND e.state = 'done' AND e.outcome->>'subscriptionId' = s.id::text`,
};

/**
 * What came of the pages that a run has opened, as facts on its own clock. Asked behind what is pending was read, so that an end
 * that is announced is also known; and only for a drawing that opens any. What is written was in time: what the clocks of two
 * machines, or a virtual one, would make of the last moment does not count.
 */
export async function endedCheckouts(asks: Asks, run: AwaitingRun, plan: Plan): Promise<CheckoutFact[]> {
  if (!opensPages(plan)) return [];
  const rows = await asks.ask<EndedRow>(ENDED, [run.id, run.userId, run.organizationId]);
  const now = run.clock.toVirtual(run.now);
  return rows.map(({ step_id: stepId, visit, decision: state, decided_at: decided }) => {
    const here = run.state.tokens.find((token) => token.stepId === stepId && token.visit === visit);
    const at = Math.min(run.clock.toVirtual(decided), now, here?.deadline ?? now);
    return { stepId, visit, at, state };
  });
}
