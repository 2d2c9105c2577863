import type { EntityManager } from 'typeorm';
import { type Facts, type RunState, upgradeState } from '@gradus/flow';
import { RunClock, lockEnrollment, readSubjectFacts } from '@gradus/database';

export interface LockedRun {
  id: string;
  organizationId: string;
  automationId: string;
  versionId: string;
  userId: string;
  enrollmentId: string | null;
  state: RunState;
  finished: boolean;
  eventSeq: number;
  simulated: boolean;
  clock: RunClock;
  /** Real time, read after the locks were taken. */
  now: Date;
}

interface RunRow {
  organization_id: string;
  automation_id: string;
  version_id: string;
  user_id: string;
  enrollment_id: string | null;
  state: unknown;
  finished_at: Date | null;
  event_seq: number;
  simulated: boolean;
  clock_origin: Date;
  speed: number;
}

/**
 * Locks a run, then its enrollment. FOR NO KEY UPDATE: a plain FOR UPDATE would block every insert that refers to the
 * run. Time-outs stay below the activity's own, so that a waiting turn gives its connection back. Null: no such run.
 */
export async function lockRun(manager: EntityManager, runId: string): Promise<LockedRun | null> {
  await manager.query(
    `SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '8s', true)`,
  );
  const [row] = await manager.query<RunRow[]>(
    `SELECT organization_id, automation_id, version_id, user_id, enrollment_id, state, finished_at, event_seq,
            simulated, clock_origin, speed
       FROM runs WHERE id = $1 FOR NO KEY UPDATE`,
    [runId],
  );
  if (!row) return null;
  if (row.enrollment_id) await lockEnrollment(manager, row.enrollment_id);
  const [{ now }] = await manager.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
  return {
    id: runId,
    organizationId: row.organization_id,
    automationId: row.automation_id,
    versionId: row.version_id,
    userId: row.user_id,
    enrollmentId: row.enrollment_id,
    state: upgradeState(row.state),
    finished: row.finished_at !== null,
    eventSeq: row.event_seq,
    simulated: row.simulated,
    clock: new RunClock(row.clock_origin, row.speed),
    now,
  };
}

/** The facts a run may know. */
export function factsOf(manager: EntityManager, run: LockedRun): Promise<Facts> {
  return readSubjectFacts(manager, run, run.clock, run.state.startedAt);
}
