import type { EntityManager } from 'typeorm';
import {
  type Definition,
  type EffectsAgain,
  type RunState,
  StartOverStepMissingError,
  beginPaused,
  readState,
  startOver,
} from '@gradus/flow';
import { pauseAtEntry } from '../bulk/automation-pause.ts';
import { carryTexts } from '../people/generated-texts.ts';
import type { Plans } from './plans.ts';
import { RunClock } from './run-clock.ts';
import { insertRun, writeFirstUnlocks } from './start-run.ts';

interface EndedRow {
  organization_id: string;
  automation_id: string;
  version_id: string;
  live_version_id: string | null;
  entry_rule: Definition['entry']['rule'];
  user_id: string;
  enrollment_id: string | null;
  entry_key: string;
  state: unknown;
  trail: string;
  clock_origin: Date;
  speed: number;
  simulated: boolean;
  now: Date;
  restarts: number;
}

/** `inside`: the person is in the automation already, by a run that is open. `step-missing`: it is not drawn. */
export type StartedOver = 'started' | 'inside' | 'step-missing';

/**
 * Starts a run in the place of one that has ended, in the live version of its automation, from the beginning or a step;
 * linked to the ended one. The ended row should be locked.
 */
export async function startRunOver(
  manager: EntityManager,
  plans: Plans,
  again: { runId: string; newRunId: string; stepId: string | null; effects: EffectsAgain },
): Promise<StartedOver> {
  const ended = await readEnded(manager, again.runId);
  if (await isInside(manager, ended)) return 'inside';
  const versionId = ended.live_version_id ?? ended.version_id;
  const plan = await plans.of(manager, versionId);
  const clock = new RunClock(ended.clock_origin, ended.speed);
  let state: RunState;
  try {
    state = startOver(plan, readState(again.runId, ended), {
      runId: again.newRunId,
      at: clock.toVirtual(ended.now),
      stepId: again.stepId,
      effects: again.effects,
      calledOff: await readCalledOff(manager, again.runId),
    });
  } catch (error) {
    if (error instanceof StartOverStepMissingError) return 'step-missing';
    throw error;
  }
  const paused = await pauseAtEntry(manager, ended.automation_id);
  if (paused !== null) state = beginPaused(state, paused);
  const run = {
    organizationId: ended.organization_id,
    automationId: ended.automation_id,
    versionId,
    userId: ended.user_id,
    enrollmentId: ended.enrollment_id,
    entryKey: `${ended.entry_key.slice(0, 160)}:again:${ended.restarts + 1}`,
    entryRule: ended.entry_rule,
    clockOrigin: ended.clock_origin,
    speed: ended.speed,
    simulated: ended.simulated,
    startedAt: ended.now,
  };
  if (!(await insertRun(manager, run, state, false))) return 'inside';
  await manager.query('UPDATE runs SET restart_of = $2 WHERE id = $1', [again.newRunId, again.runId]);
  await carryTexts(manager, again.runId, again.newRunId);
  if (run.enrollmentId)
    await writeFirstUnlocks(manager, plans, { ...run, enrollmentId: run.enrollmentId }, state, clock);
  return 'started';
}

async function readEnded(manager: EntityManager, runId: string): Promise<EndedRow> {
  const [row] = await manager.query<[EndedRow]>(
    `SELECT r.organization_id, r.automation_id, r.version_id, a.live_version_id, v.definition->'entry'->>'rule' AS entry_rule,
            r.user_id, r.enrollment_id, r.entry_key, r.state, r.trail, r.clock_origin, r.speed, r.simulated, clock_timestamp() AS now,
            (SELECT count(*)::int FROM runs o WHERE o.restart_of = r.id) AS restarts
       FROM runs r JOIN automations a ON a.id = r.automation_id JOIN automation_versions v ON v.id = r.version_id
      WHERE r.id = $1`,
    [runId],
  );
  return row;
}

/**
 * What a run has called that was taken out before it came to an end, or will be as soon as it is looked at: its runs that
 * ended with it have that command in their inbox.
 */
export function readCalledOff(
  manager: EntityManager,
  runId: string,
): Promise<Array<{ stepId: string; visit: number }>> {
  return manager.query(
    `SELECT e.step_id AS "stepId", e.visit
       FROM runs r JOIN runs c ON c.user_id = r.user_id AND c.organization_id = r.organization_id AND c.called_key IS NOT NULL
       JOIN effects e ON e.key = c.called_key AND e.organization_id = c.organization_id AND e.run_id = r.id
                     AND e.kind = 'callAutomation' AND e.state = 'done'
      WHERE r.id = $1 AND (c.outcome = 'exited' OR c.finished_at IS NULL AND EXISTS (
              SELECT 1 FROM inbox i WHERE i.run_id = c.id AND i.taken_at IS NULL
                 AND i.kind = 'command' AND i.type = 'exit'))`,
    [runId],
  );
}

/** One way through an automation at a time for who takes an ended one's place. */
async function isInside(
  manager: EntityManager,
  { automation_id: automationId, user_id: userId, enrollment_id: enrollmentId }: EndedRow,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM runs WHERE automation_id = $1 AND user_id = $2 AND enrollment_id IS NOT DISTINCT FROM $3
        AND finished_at IS NULL LIMIT 1`,
    [automationId, userId, enrollmentId],
  );
  return rows.length > 0;
}
