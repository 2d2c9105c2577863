import { MOVES_MONEY, type RunState, readState } from '@gradus/flow';
import {
  type Asks,
  type Pipeline,
  type Prepared,
  RunClock,
  type Standing,
  readStanding,
  readSubjectFacts,
} from '@gradus/database';

export interface LockedRun {
  id: string;
  organizationId: string;
  automationId: string;
  versionId: string;
  userId: string;
  enrollmentId: string | null;
  state: RunState;
  /** As it was read: what the next state is saved over. */
  trail: string;
  finished: boolean;
  eventSeq: number;
  simulated: boolean;
  /** The call it came from; null: it was not called. */
  calledKey: string | null;
  calledByRunId: string | null;
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
  trail: string;
  finished_at: Date | null;
  event_seq: number;
  simulated: boolean;
  called_key: string | null;
  called_by_run_id: string | null;
  clock_origin: Date;
  speed: number;
  now: Date;
}

/**
 * The run first, then what it decides by: its enrollment, or its person's membership. FOR NO KEY UPDATE: a plain FOR UPDATE would block every insert that refers to the
 * run. The time is read when the locks are held.
 */
const LOCK: Prepared = {
  name: 'lock-run',
  text: `
WITH run AS MATERIALIZED (
  SELECT organization_id, automation_id, version_id, user_id, enrollment_id, state, trail, finished_at, event_seq, simulated,
         called_key, called_by_run_id, clock_origin, speed
    FROM runs WHERE id = $1 FOR NO KEY UPDATE),
enrollment AS MATERIALIZED (
  SELECT e.id FROM enrollments e WHERE e.id = (SELECT enrollment_id FROM run) FOR NO KEY UPDATE),
membership AS MATERIALIZED (
  SELECT m.id FROM memberships m WHERE m.user_id = (SELECT user_id FROM run)
     AND m.organization_id = (SELECT organization_id FROM run WHERE enrollment_id IS NULL) FOR NO KEY UPDATE)
SELECT run.*, clock_timestamp() AS now FROM run LEFT JOIN enrollment ON true LEFT JOIN membership ON true`,
};

/** Locks a run and its enrollment. Null: there is no such run. */
export async function lockRun(asks: Asks, runId: string): Promise<LockedRun | null> {
  const [row] = await asks.ask<RunRow>(LOCK, [runId]);
  if (!row) return null;
  const { organization_id: organizationId } = row;
  return {
    id: runId,
    organizationId,
    automationId: row.automation_id,
    versionId: row.version_id,
    userId: row.user_id,
    enrollmentId: row.enrollment_id,
    state: await withKindsOfLeft(asks, { id: runId, organizationId, state: readState(runId, row) }),
    trail: row.trail,
    finished: row.finished_at !== null,
    eventSeq: row.event_seq,
    simulated: row.simulated,
    calledKey: row.called_key,
    calledByRunId: row.called_by_run_id,
    clock: new RunClock(row.clock_origin, row.speed),
    now: row.now,
  };
}

/**
 * A state of before does not say what the steps were that it has left, and no version at hand may draw them any more: the
 * ledger knows which of them moved money, so that the provider is asked about them and a person's word is not enough.
 */
async function withKindsOfLeft(
  asks: Asks,
  { id, organizationId, state }: Pick<LockedRun, 'id' | 'organizationId' | 'state'>,
): Promise<RunState> {
  const unsaid = state.leftEffects.filter(({ kind }) => kind === undefined).map(({ key }) => key);
  if (unsaid.length === 0) return state;
  const rows = await asks.ask<Required<Pick<RunState['leftEffects'][number], 'key' | 'kind'>>>(
    'SELECT key, kind FROM effects WHERE organization_id = $1 AND run_id = $2 AND key = ANY($3) AND kind = ANY($4)',
    [organizationId, id, unsaid, [...MOVES_MONEY]],
  );
  const kinds = new Map(rows.map(({ key, kind }) => [key, kind]));
  const leftEffects = state.leftEffects.map((left) => {
    const kind = left.kind ?? kinds.get(left.key);
    return kind === undefined ? left : { ...left, kind };
  });
  return { ...state, leftEffects };
}

/** The facts a run may know, and the unlock rows of its enrollment. */
export async function standingOf(pipeline: Pipeline, run: LockedRun): Promise<Standing> {
  if (run.enrollmentId) return readStanding(pipeline, run.enrollmentId, run.clock);
  const facts = await readSubjectFacts(pipeline.manager, run, run.clock, run.state.startedAt);
  return { facts, modules: new Map() };
}
