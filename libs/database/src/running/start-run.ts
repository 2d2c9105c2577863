import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import {
  type Definition,
  type RunState,
  beginPaused,
  initialState,
  nextInput,
  reduce,
  saveState,
  withCommands,
} from '@gradus/flow';
import { readStanding } from '../learning/read-facts.ts';
import { pauseAtEntry } from '../bulk/automation-pause.ts';
import { asksOf } from '../statements/pipeline.ts';
import type { Plans } from './plans.ts';
import { openAhead, unlockChanges, writeUnlockChanges } from './project-unlocks.ts';
import { RunClock } from './run-clock.ts';

export interface NewRun {
  organizationId: string;
  automationId: string;
  versionId: string;
  userId: string;
  enrollmentId: string | null;
  entryKey: string;
  entryRule: Definition['entry']['rule'];
  clockOrigin: Date;
  speed: number;
  simulated: boolean;
  startedAt: Date;
  /** The variables it begins with: what the event that started it brought. */
  vars?: Record<string, string | number | boolean>;
}

/**
 * Writes the row of a run. Entry rules are unique indexes: a run that may not start is no error, the answer is null.
 * For an enrollment the dates of its modules are written at once, so that the first week is open before any worker looks.
 */
export async function startRun(manager: EntityManager, plans: Plans, run: NewRun): Promise<string | null> {
  const runId = randomUUID();
  const clock = new RunClock(run.clockOrigin, run.speed);
  const paused = await pauseAtEntry(manager, run.automationId);
  const fresh = { ...initialState(runId, clock.toVirtual(run.startedAt)), vars: run.vars ?? {} };
  const state = paused === null ? fresh : beginPaused(fresh, paused);
  if (!(await insertRun(manager, run, state, false))) return null;
  if (run.enrollmentId)
    await writeFirstUnlocks(manager, plans, { ...run, enrollmentId: run.enrollmentId }, state, clock);
  return runId;
}

/** Writes a run that has ended before it began: somebody is noted as done. Null: the entry rule forbids it. */
export async function writeEndedRun(manager: EntityManager, run: NewRun): Promise<string | null> {
  const runId = randomUUID();
  const at = new RunClock(run.clockOrigin, run.speed).toVirtual(run.startedAt);
  const finished = {
    at,
    outcome: 'ended' as const,
    reason: 'Noted as done when the automation was published.',
  };
  const state: RunState = { ...initialState(runId, at), finished };
  return (await insertRun(manager, run, state, true)) ? runId : null;
}

/** Writes the row. False: an entry rule forbids it. */
export async function insertRun(
  manager: EntityManager,
  run: NewRun,
  state: RunState,
  ended: boolean,
): Promise<boolean> {
  const saved = saveState(state, null);
  const inserted = await manager.query<unknown[]>(
    `INSERT INTO runs (id, organization_id, automation_id, version_id, user_id, enrollment_id, entry_key, single_open,
                       state, condition, wake_at, clock_origin, speed, simulated, started_at, outcome, finished_at, trail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $14 THEN 'finished' ELSE 'running' END,
             CASE WHEN $14 THEN NULL ELSE $13::timestamptz END, $10, $11, $12, $13::timestamptz,
             CASE WHEN $14 THEN 'ended' END, CASE WHEN $14 THEN clock_timestamp() END, $15)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      state.runId,
      run.organizationId,
      run.automationId,
      run.versionId,
      run.userId,
      run.enrollmentId,
      run.entryKey,
      run.entryRule === 'afterEnd',
      JSON.stringify(saved.state),
      run.clockOrigin,
      run.speed,
      run.simulated,
      run.startedAt,
      ended,
      saved.trail,
    ],
  );
  return inserted.length > 0;
}

/**
 * What the first turn will do to the dates, worked out ahead: the engine is a pure function. What it will open at once is
 * open now, but not marked released: saying so is the turn's, which would otherwise pass the release by in silence.
 */
export async function writeFirstUnlocks(
  manager: EntityManager,
  plans: Plans,
  run: NewRun & { enrollmentId: string },
  initial: ReturnType<typeof initialState>,
  clock: RunClock,
): Promise<void> {
  const plan = await plans.of(manager, run.versionId);
  const standing = await readStanding(asksOf(manager), run.enrollmentId, clock);
  const now = initial.startedAt;
  const input = nextInput(initial, [{ kind: 'started', at: now }], now);
  if (!input) return;
  const { state, commands } = reduce(plan, initial, input, standing.facts, now);
  const facts = withCommands(standing.facts, commands);
  const changes = unlockChanges(plan, state, { ...standing, facts }, clock, run.startedAt);
  for (const command of commands)
    if (command.type === 'release') openAhead(changes, standing, command.module, clock.toReal(command.at));
  await writeUnlockChanges(asksOf(manager), run, changes);
}
