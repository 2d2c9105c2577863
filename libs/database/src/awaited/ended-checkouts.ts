import { type CheckoutFact, opensPages } from '@gradus/flow';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import { ASKED, type PlannedRun, factsOf } from './awaiting-run.ts';

interface EndedRow {
  run_id: string;
  step_id: string;
  visit: number;
  decision: CheckoutFact['state'];
  decided_at: Date;
}

/**
 * From the person's subscriptions to their effects by key: no index leads from a run to its settled effects. OFFSET 0 keeps it
 * that way for many runs, too, each for itself.
 */
const ENDED: Prepared = {
  name: 'ended-checkouts',
  text: `
SELECT asked.run_id, ended.* FROM ${ASKED} CROSS JOIN LATERAL (
  SELECT e.step_id, e.visit, s.decision, s.decided_at
    FROM subscriptions s JOIN effects e ON e.organization_id = s.organization_id AND e.key = s.page_key
   WHERE s.user_id = asked.user_id AND s.organization_id = asked.organization_id AND s.decision IS NOT NULL
     AND e.run_id = asked.run_id AND e.state = 'done' AND e.outcome->>'subscriptionId' = s.id::text OFFSET 0) AS ended`,
};

/**
 * What came of the pages that these runs have opened, by run, as facts on its own clock. Asked behind what is pending was read,
 * so that an end that is announced is also known; once for all runs, and only if a drawing of theirs opens any. What is written
 * was in time: what the clocks of two machines, or a virtual one, would make of the last moment does not count.
 */
export const endedCheckouts = (
  asks: Asks,
  planned: readonly PlannedRun[],
): Promise<Map<string, CheckoutFact[]>> =>
  factsOf(asks, planned, {
    statement: ENDED,
    waits: opensPages,
    toFact({ step_id: stepId, visit, decision: state, decided_at: decided }: EndedRow, run) {
      const now = run.clock.toVirtual(run.now);
      const here = run.state.tokens.find((token) => token.stepId === stepId && token.visit === visit);
      return { stepId, visit, state, at: Math.min(run.clock.toVirtual(decided), now, here?.deadline ?? now) };
    },
  });
