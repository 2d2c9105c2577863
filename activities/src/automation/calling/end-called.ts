import type { EntityManager } from 'typeorm';
import { RUN_ENDED, type Command, type Instant, type RunState } from '@gradus/flow';
import type { Asks } from '@gradus/database';
import { type BellTarget, runBell } from '@gradus/temporal';
import type { LockedRun } from '../locked-run.ts';

const REASON = {
  left: 'The run that called it has gone on without it.',
  exited: 'The run that called it was ended.',
  late: 'The step that called it had been left by then.',
};

const EXIT = `'command', 'caller:' || $2, 'exit',
       jsonb_build_object('command', jsonb_build_object('name', 'exit', 'reason', $3::text))`;

/** Orders a run to end that another had called. Ordering it twice is ordering it once. */
export async function endRun(
  manager: EntityManager,
  runId: string,
  because: keyof typeof REASON,
): Promise<void> {
  await manager.query(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT organization_id, id, ${EXIT}, clock_timestamp() FROM runs WHERE id = $1 AND finished_at IS NULL
     ON CONFLICT (run_id, key) DO NOTHING`,
    [runId, because, REASON[because]],
  );
}

/** Ends what one visit has called, or, when the run was taken out, all that it has called and not let go; as of that moment. */
export async function endCalled(
  manager: EntityManager,
  run: LockedRun,
  visit: Pick<Extract<Command, { type: 'endCalled' }>, 'stepId' | 'visit'> | null,
  at: Instant,
): Promise<BellTarget[]> {
  const because = visit === null ? 'exited' : 'left';
  const rows = await manager.query<Array<{ run_id: string }>>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT c.organization_id, c.id, ${EXIT}, $8 FROM runs c LEFT JOIN effects e ON e.key = c.called_key
      WHERE COALESCE(e.run_id, c.called_by_run_id) = $1 AND c.called_by_run_id IS NOT NULL
        AND c.organization_id = $4 AND c.user_id = $5 AND c.finished_at IS NULL AND NOT c.detached
        AND ($6::text IS NULL OR e.step_id = $6 AND e.visit = $7)
     ON CONFLICT (run_id, key) DO NOTHING RETURNING run_id`,
    [
      run.id,
      because,
      REASON[because],
      run.organizationId,
      run.userId,
      visit?.stepId ?? null,
      visit?.visit ?? null,
      run.clock.toReal(at),
    ],
  );
  return rows.map(({ run_id: runId }) => runBell(runId));
}

/**
 * The end of a run that was called, as an event in its caller's inbox, in the transaction in which it ends: never lost, never
 * twice. The caller is the run that goes by the call's key now; one that was started over has taken it along. Whoever
 * does not wait for the end, neither in the version that made the call nor in the one followed now, is not told.
 */
export async function tellCaller(asks: Asks, run: LockedRun, { finished }: RunState): Promise<BellTarget[]> {
  if (finished === null || run.finished || run.calledKey === null) return [];
  const rows = await asks.ask<{ run_id: string }>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT $1, p.id, 'event', 'ended:' || $2::text, $7::text, jsonb_build_object('run', $2::text, 'outcome', $4::text), $5
       FROM (SELECT $3::text AS key) AS call
       LEFT JOIN effects e ON e.organization_id = $1 AND e.key = call.key
       JOIN runs p ON p.id = COALESCE(e.run_id, $6)
      WHERE p.finished_at IS NULL AND EXISTS (
            SELECT 1 FROM automation_versions v WHERE v.id IN (p.version_id, e.version_id)
               AND v.definition->'steps'->e.step_id->'config'->>'wait' IS DISTINCT FROM 'false')
     ON CONFLICT (run_id, key) DO NOTHING RETURNING run_id`,
    [
      run.organizationId,
      run.id,
      run.calledKey,
      finished.outcome,
      run.clock.toReal(finished.at),
      run.calledByRunId,
      RUN_ENDED,
    ],
  );
  return rows.map(({ run_id: runId }) => runBell(runId));
}
