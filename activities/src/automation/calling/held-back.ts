import { type Instant, type Plan, versionIn } from '@gradus/flow';
import type { Asks, Prepared } from '@gradus/database';
import { type BellTarget, runBell } from '@gradus/temporal';
import type { LockedRun } from '../locked-run.ts';
import { type Played, nextDue } from '../play.ts';

/** So often the sweep rings a run in vain, some eight minutes long, before whoever has called it goes on without it. */
const PATIENCE = 6;

const BEHIND: Prepared = {
  name: 'called-runs-behind',
  text: `
SELECT c.id, first.at
  FROM runs c JOIN effects e ON e.key = c.called_key AND e.organization_id = c.organization_id
 CROSS JOIN LATERAL (
       SELECT LEAST(c.wake_at, min(i.effective_at)) AS at FROM inbox i
        WHERE i.run_id = c.id AND i.taken_at IS NULL
          AND (i.kind <> 'event' OR EXISTS (SELECT 1 FROM waits w WHERE w.run_id = c.id AND w.event_type = i.type))) AS first
 WHERE c.user_id = $2 AND c.organization_id = $3 AND c.finished_at IS NULL AND c.called_key IS NOT NULL
   AND first.at <= $4 AND c.sweep_attempts < ${PATIENCE}
   AND e.run_id = $1 AND e.kind = 'callAutomation' AND e.state = 'done'
   AND (e.step_id, e.visit) IN (SELECT * FROM unnest($5::text[], $6::int[]))`,
};

/** Until when a run may be played, and who has to catch up before it goes on. */
export interface HeldBack {
  until: Instant;
  bells: BellTarget[];
}

/**
 * A called run that is behind may yet end before its caller's time is up: the caller is played to just before the first moment
 * at which something is due there, and waits for it to catch up. Where only a person can help nothing is due, and one whose
 * turns go on failing is waited for only for so long. Asked before the ends of called runs are read: one that ends in between is
 * either behind or known to have ended. Null: nobody is behind, or nothing is due.
 */
export async function heldBack(
  asks: Asks,
  run: LockedRun,
  plan: Plan,
  { state, left }: Pick<Played, 'state' | 'left'>,
): Promise<HeldBack | null> {
  const waiting = state.tokens.filter(({ versionId, stepId }) => {
    const step = versionIn(plan, versionId)?.steps[stepId]?.step;
    return step?.kind === 'callAutomation' && step.config.wait;
  });
  const now = run.clock.toVirtual(run.now);
  if (waiting.length === 0 || nextDue({ state, left }, { now }) === null) return null;
  const behind = await asks.ask<{ id: string; at: Date }>(BEHIND, [
    run.id,
    run.userId,
    run.organizationId,
    run.now,
    waiting.map(({ stepId }) => stepId),
    waiting.map(({ visit }) => visit),
  ]);
  if (behind.length === 0) return null;
  const first = Math.min(...behind.map(({ at }) => run.clock.toVirtual(at)));
  // A row holds its moment rounded up to the millisecond of real time.
  const until = first - Math.ceil(run.clock.speed) - 1;
  return { until, bells: behind.map(({ id }) => runBell(id)) };
}
