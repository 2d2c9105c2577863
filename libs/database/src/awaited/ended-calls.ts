import { type CallFact, type Plan, callsOthers } from '@gradus/flow';
import { RunClock } from '../running/run-clock.ts';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import type { AwaitingRun } from './awaiting-run.ts';

interface EndedRow {
  step_id: string;
  visit: number;
  outcome: CallFact['outcome'];
  at: string;
  clock_origin: Date;
  speed: number;
}

/** From the person's runs to their calls by key: no index leads from a run to its settled effects, and none has to be kept. */
const ENDED: Prepared = {
  name: 'ended-calls',
  text: `
SELECT e.step_id, e.visit, c.outcome, c.state->'finished'->>'at' AS at, c.clock_origin, c.speed
  FROM runs c JOIN effects e ON e.key = c.called_key AND e.organization_id = c.organization_id
 WHERE c.user_id = $2 AND c.organization_id = $3 AND c.finished_at IS NOT NULL AND c.called_key IS NOT NULL
   AND e.run_id = $1 AND e.kind = 'callAutomation' AND e.state = 'done'`,
};

/**
 * How the runs ended that this one has called, as facts on its own clock. Asked behind what is pending was read, so that an
 * end that is announced is also known; and only for a drawing that calls anything.
 */
export async function endedCalls(asks: Asks, run: AwaitingRun, plan: Plan): Promise<CallFact[]> {
  if (!callsOthers(plan)) return [];
  const rows = await asks.ask<EndedRow>(ENDED, [run.id, run.userId, run.organizationId]);
  const now = run.clock.toVirtual(run.now);
  return rows.map(({ step_id: stepId, visit, outcome, at, clock_origin: origin, speed }) => {
    const ended = run.clock.toVirtual(new RunClock(origin, speed).toReal(Number(at)));
    return { stepId, visit, outcome, at: Math.min(ended, now) };
  });
}
