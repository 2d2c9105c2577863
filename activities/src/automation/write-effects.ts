import type { EntityManager } from 'typeorm';
import { type Command, type Plan, versionIn } from '@gradus/flow';
import { type Asks, type Pipeline, type Prepared, type Standing, releaseModule } from '@gradus/database';
import { takeBack } from './late-effects.ts';
import type { LockedRun } from './locked-run.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Writes what the turn wants done: modules opened, mails queued, effects planned or cancelled, the exit's clean-up. */
export async function writeEffects(
  pipeline: Pipeline,
  run: LockedRun,
  plan: Plan,
  standing: Standing,
  commands: readonly Command[],
): Promise<void> {
  const { manager } = pipeline;
  const entered = new Set(commands.flatMap((c) => (c.type === 'entered' ? [`${c.stepId}:${c.visit}`] : [])));
  for (const command of commands) {
    if (command.type === 'release') writeRelease(pipeline, run, standing, command);
    else if (command.type === 'message')
      queueMessage(pipeline, run, plan, command, entered.has(`${command.stepId}:${command.visit}`));
    else if (command.type === 'effect') await planEffect(manager, run, command);
    else if (command.type === 'cancel') await cancel(manager, run, 'key = $2', command.key);
    else if (command.type === 'late') await takeBack(manager, run, command);
    else if (command.type === 'settled') await writeSettled(manager, run, command);
    else if (isExit(command)) await cancel(manager, run, '$2 = $2', '');
  }
}

function writeRelease(asks: Asks, run: LockedRun, standing: Standing, command: Of<'release'>): void {
  if (!run.enrollmentId) return;
  const subject = { organizationId: run.organizationId, enrollmentId: run.enrollmentId, clock: run.clock };
  releaseModule(asks, subject, standing, command.module, command.at);
}

const QUEUE_TEXT = `
INSERT INTO messages AS m (organization_id, user_id, run_id, version_id, step_id, visit, key, try, category, purpose,
                           subject, awaited, valid_until, simulated, next_attempt_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'step', $10, $11, $12, $13, COALESCE($14::timestamptz, clock_timestamp()))`;

/** Of a visit that began in this turn: its key cannot be there yet. */
const QUEUE_NEW: Prepared = { name: 'queue-new-message', text: QUEUE_TEXT };

const QUEUE_AGAIN: Prepared = {
  name: 'queue-message-again',
  text: `${QUEUE_TEXT}
ON CONFLICT (organization_id, key) DO UPDATE
   SET state = CASE m.state WHEN 'done' THEN 'done' ELSE 'planned' END,
       try = CASE m.state WHEN 'done' THEN m.try ELSE EXCLUDED.try END,
       version_id = CASE m.state WHEN 'done' THEN m.version_id ELSE EXCLUDED.version_id END,
       subject = CASE m.state WHEN 'done' THEN m.subject ELSE EXCLUDED.subject END,
       settled_at = CASE m.state WHEN 'done' THEN m.settled_at END,
       next_attempt_at = EXCLUDED.next_attempt_at, retrying_since = NULL, problem_code = NULL, problem_detail = NULL,
       fed_at = NULL
 WHERE m.state IN ('refused', 'unknown', 'cancelled', 'done')`,
};

/**
 * A message is queued and the learner moves on; the relay delivers it. A retry plans the same row again; what was done
 * stays done, and its outcome is told once more.
 */
function queueMessage(asks: Asks, run: LockedRun, plan: Plan, command: Of<'message'>, fresh: boolean): void {
  const step = versionIn(plan, command.versionId)?.steps[command.stepId]?.step;
  const subject = step?.kind === 'message' ? step.config.subject : '';
  void asks.ask(fresh ? QUEUE_NEW : QUEUE_AGAIN, [
    run.organizationId,
    run.userId,
    run.id,
    command.versionId,
    command.stepId,
    command.visit,
    command.key,
    command.try,
    command.category,
    subject,
    command.awaited,
    command.validUntil === null ? null : run.clock.toReal(command.validUntil),
    run.simulated,
    command.notBefore === null ? null : run.clock.toReal(command.notBefore),
  ]);
}

async function planEffect(manager: EntityManager, run: LockedRun, command: Of<'effect'>): Promise<void> {
  await manager.query(
    `INSERT INTO effects AS e (organization_id, run_id, version_id, key, kind, step_id, visit, try)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (organization_id, key) DO UPDATE
        SET state = CASE e.state WHEN 'done' THEN 'done' ELSE 'planned' END,
            try = CASE e.state WHEN 'done' THEN e.try ELSE EXCLUDED.try END, version_id = EXCLUDED.version_id,
            settled_at = CASE e.state WHEN 'done' THEN e.settled_at END,
            retrying_since = NULL, next_attempt_at = NULL, problem_code = NULL, problem_detail = NULL, fed_at = NULL
      WHERE e.state IN ('refused', 'unknown', 'cancelled', 'done')`,
    [
      run.organizationId,
      run.id,
      command.versionId,
      command.key,
      command.kind,
      command.stepId,
      command.visit,
      command.try,
    ],
  );
}

const isExit = (command: Command) =>
  (command.type === 'finished' || command.type === 'ending') && command.outcome === 'exited';

/** What a person has found out about an effect that nobody was sure of; told to the engine already. */
async function writeSettled(manager: EntityManager, run: LockedRun, command: Of<'settled'>): Promise<void> {
  for (const table of ['effects', 'messages'])
    await manager.query(
      `UPDATE ${table} SET state = $3, settled_at = clock_timestamp(), fed_at = clock_timestamp()
        WHERE run_id = $1 AND key = $2 AND state = 'unknown'`,
      [run.id, command.key, command.happened ? 'done' : 'refused'],
    );
}

/** Only what nobody has begun is cancelled; what is claimed runs to its end. What became of it is told either way. */
async function cancel(manager: EntityManager, run: LockedRun, which: string, key: string): Promise<void> {
  for (const table of ['effects', 'messages'])
    await manager.query(
      `UPDATE ${table} SET state = 'cancelled', settled_at = clock_timestamp(), fed_at = NULL
        WHERE run_id = $1 AND state = 'planned' AND ${which}`,
      [run.id, key],
    );
}
