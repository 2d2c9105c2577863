import { type CallFact, callsOthers } from '@gradus/flow';
import { RunClock } from '../running/run-clock.ts';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import { ASKED, type PlannedRun, factsOf } from './awaiting-run.ts';

interface EndedRow {
  run_id: string;
  step_id: string;
  visit: number;
  outcome: CallFact['outcome'];
  at: string;
  clock_origin: Date;
  speed: number;
}

/**
 * From the person's runs to their calls by key: no index leads from a run to its settled effects, and none has to be kept.
 * OFFSET 0 keeps it that way for many runs, too, each for itself.
 */
const ENDED: Prepared = {
  name: 'ended-calls',
  text: `
SELECT asked.run_id, ended.* FROM ${ASKED} CROSS JOIN LATERAL (
  SELECT e.step_id, e.visit, c.outcome, c.state->'finished'->>'at' AS at, c.clock_origin, c.speed
    FROM runs c JOIN effects e ON e.key = c.called_key AND e.organization_id = c.organization_id
   WHERE c.user_id = asked.user_id AND c.organization_id = asked.organization_id
     AND c.finished_at IS NOT NULL AND c.called_key IS NOT NULL
     AND e.run_id = asked.run_id AND e.kind = 'callAutomation' AND e.state = 'done' OFFSET 0) AS ended`,
};

/**
 * How the runs ended that these have called, by run, as facts on its own clock. Asked behind what is pending was read, so that
 * an end that is announced is also known; once for all runs, and only if a drawing of theirs calls anything.
 */
export const endedCalls = (asks: Asks, planned: readonly PlannedRun[]): Promise<Map<string, CallFact[]>> =>
  factsOf(asks, planned, {
    statement: ENDED,
    waits: callsOthers,
    toFact({ step_id: stepId, visit, outcome, at, clock_origin: origin, speed }: EndedRow, { clock, now }) {
      const ended = clock.toVirtual(new RunClock(origin, speed).toReal(Number(at)));
      return { stepId, visit, outcome, at: Math.min(ended, clock.toVirtual(now)) };
    },
  });
