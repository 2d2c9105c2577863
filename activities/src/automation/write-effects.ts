import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { CALLED_AT, type Command, type Plan, isAsking, versionIn } from '@gradus/flow';
import {
  type Asks,
  type Pipeline,
  type Prepared,
  type Standing,
  releaseModule,
  relockModule,
  textIdsOfRun,
} from '@gradus/database';
import type { BellTarget } from '@gradus/temporal';
import { endCalled } from './calling/end-called.ts';
import { takeBack } from './effects/late-effects.ts';
import { KEPT_ONCE_BEGUN } from './effects/registry.ts';
import type { LockedRun } from './locked-run.ts';
import { type Handed, type Handover, isCalm } from './posting/handover.ts';
import { CLAIM_SECONDS } from './posting/post.ts';
import { closeTask, moveTask, openTask, withdrawTasks } from './acting/write-task.ts';
import { writePersonChange } from './acting/write-person.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/**
 * Writes what the turn wants done: modules opened, mails queued, effects planned or cancelled, the exit's clean-up. Answers
 * who has to be rung after the commit.
 */
export async function writeEffects(
  pipeline: Pipeline,
  run: LockedRun,
  plan: Plan,
  standing: Standing,
  commands: readonly Command[],
  handover: Handover | null,
): Promise<BellTarget[]> {
  const { manager } = pipeline;
  const rings: BellTarget[] = [];
  const calm = isCalm(commands);
  const entered = new Set(
    commands.flatMap((c) => (c.type === 'entered' ? [`${run.id}:${c.stepId}:${c.visit}`] : [])),
  );
  for (const command of commands) {
    if (command.type === 'release') writeRelease(pipeline, run, standing, command);
    else if (command.type === 'relock') writeRelock(pipeline, run, standing, command);
    else if (command.type === 'message') {
      const how = isFresh(command, run, entered) ? newlyQueued(command, calm ? handover : null) : 'again';
      if (handover && typeof how === 'string') handover.left = true;
      const texts = command.texts && (await textIdsOfRun(manager, run.id, command.texts));
      queueMessage(pipeline, run, plan, command, { how, texts });
    } else if (command.type === 'tag' || command.type === 'field')
      await writePersonChange(manager, run, command);
    else if (command.type === 'task') await openTask(manager, run, plan, command);
    else if (command.type === 'taskClosed') await closeTask(manager, run, command);
    else if (command.type === 'changed' && holdsTask(plan, command)) await moveTask(manager, run, command);
    else if (command.type === 'effect') await planEffect(manager, run, command);
    else if (command.type === 'cancel') await cancel(manager, run, 'key = $2', command.key);
    else if (command.type === 'endCalled')
      rings.push(...(await endCalled(manager, run, command, command.at)));
    else if (command.type === 'late') rings.push(...(await takeBack(manager, run, command)));
    else if (command.type === 'settled') await writeSettled(manager, run, command);
    else if (command.type === 'confirm') await askToConfirm(manager, run, command);
    else if (command.type === 'hold') await holdPlanned(manager, run);
    else if (command.type === 'unhold') await unhold(manager, run, command);
    else if (command.type === 'drop') await dropMessage(manager, run, command);
    else if (isExit(command)) {
      await cancel(manager, run, '$2 = $2', '');
      await withdrawTasks(manager, run);
      rings.push(...(await endCalled(manager, run, null, command.at)));
    }
  }
  return rings;
}

/** Whether somebody may be asked about whoever stands here; in no version a step of another kind has its id. */
function holdsTask(plan: Plan, { stepId }: Of<'changed'>): boolean {
  const plans = [plan, ...Object.values(plan.beside ?? {})];
  return plans.some(({ steps }) => {
    const step = steps[stepId]?.step;
    return step !== undefined && isAsking(step);
  });
}

/** A visit that began in this turn acts under its own key. */
function isFresh(
  { key, stepId, visit }: Of<'message'>,
  run: LockedRun,
  entered: ReadonlySet<string>,
): boolean {
  return key === `${run.id}:${stepId}:${visit}` && entered.has(key);
}

/** `new`: somebody will find it; `again`: its row may be there. */
type Queued = 'new' | 'again' | Handed;

/** What may go out now is given to who has a hand free. */
function newlyQueued({ notBefore, held }: Of<'message'>, handover: Handover | null): Queued {
  if (notBefore !== null || held === true) return 'new';
  return handover?.offer(randomUUID()) ?? 'new';
}

function writeRelease(asks: Asks, run: LockedRun, standing: Standing, command: Of<'release'>): void {
  if (!run.enrollmentId) return;
  const subject = { organizationId: run.organizationId, enrollmentId: run.enrollmentId, clock: run.clock };
  releaseModule(asks, subject, standing, command.module, command.at);
}

function writeRelock(asks: Asks, run: LockedRun, standing: Standing, command: Of<'relock'>): void {
  if (!run.enrollmentId) return;
  const subject = { organizationId: run.organizationId, enrollmentId: run.enrollmentId, clock: run.clock };
  const { module, at, stepId, because: reason } = command;
  const closer = { runId: run.id, automationId: run.automationId, stepId, reason, at };
  relockModule(asks, subject, standing, module, closer);
}

/** What becomes of a row whose key is planned again: done stays done, and what is under way goes on. */
const AGAIN = (row: string) => `
   SET state = CASE WHEN ${row}.state IN ('done', 'planned', 'claimed') THEN ${row}.state ELSE 'planned' END,
       try = CASE WHEN ${row}.state IN ('done', 'planned', 'claimed') THEN ${row}.try
                  ELSE GREATEST(EXCLUDED.try, ${row}.try + (${row}.state = 'refused')::int) END,
       settled_at = CASE ${row}.state WHEN 'done' THEN ${row}.settled_at END,
       retrying_since = CASE WHEN ${row}.state IN ('planned', 'claimed') THEN ${row}.retrying_since END,
       problem_code = CASE WHEN ${row}.state IN ('planned', 'claimed') THEN ${row}.problem_code END,
       problem_detail = CASE WHEN ${row}.state IN ('planned', 'claimed') THEN ${row}.problem_detail END,
       next_attempt_at = CASE WHEN ${row}.state IN ('planned', 'claimed') THEN ${row}.next_attempt_at
                              ELSE EXCLUDED.next_attempt_at END,
       held_at = CASE WHEN ${row}.state IN ('done', 'claimed') THEN NULL ELSE EXCLUDED.held_at END,
       run_id = EXCLUDED.run_id,
       version_id = CASE ${row}.state WHEN 'done' THEN ${row}.version_id ELSE EXCLUDED.version_id END,
       visit = EXCLUDED.visit, fed_at = NULL`;

const QUEUE_TEXT = `
INSERT INTO messages AS m (organization_id, user_id, run_id, version_id, step_id, visit, key, try, category, purpose,
                           subject, awaited, valid_until, simulated, next_attempt_at, held_at, payload, channel)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'step', $10, $11, $12, $13, COALESCE($14::timestamptz, clock_timestamp()),
        CASE WHEN $15 THEN clock_timestamp() END, $16, $17)`;

/** Of a visit that began in this turn, under its own key: that cannot be there yet. */
const QUEUE_NEW: Prepared = { name: 'queue-new-message', text: QUEUE_TEXT };

/** In the hand of who delivers it: as if it had been queued and claimed at once. */
const QUEUE_HANDED: Prepared = {
  name: 'queue-handed-message',
  text: `
INSERT INTO messages (organization_id, user_id, run_id, version_id, step_id, visit, key, try, category, purpose,
                      subject, awaited, valid_until, simulated, next_attempt_at, held_at, payload, channel,
                      id, state, attempt, claimed_by, claimed_until, retrying_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'step', $10, $11, $12, $13, COALESCE($14::timestamptz, clock_timestamp()),
        CASE WHEN $15 THEN clock_timestamp() END, $16, $17,
        $18, 'claimed', 1, $19, clock_timestamp() + interval '${CLAIM_SECONDS} seconds', clock_timestamp())`,
};

const QUEUE_AGAIN: Prepared = {
  name: 'queue-message-again',
  text: `${QUEUE_TEXT}
ON CONFLICT (organization_id, key) DO UPDATE ${AGAIN('m')}, awaited = EXCLUDED.awaited, channel = EXCLUDED.channel,
       payload = CASE WHEN m.state IN ('done', 'claimed') OR (m.run_id, m.visit) = (EXCLUDED.run_id, EXCLUDED.visit)
                      THEN m.payload ELSE EXCLUDED.payload END,
       subject = CASE m.state WHEN 'done' THEN m.subject ELSE EXCLUDED.subject END`,
};

/**
 * A message is queued and the learner moves on; the relay delivers it. A retry plans the same row again, and so does a
 * visit that an earlier one's effect is carried over to; what was done stays done, and its outcome is told once more. A
 * retry of a visit keeps the texts that were its own.
 */
function queueMessage(
  asks: Asks,
  run: LockedRun,
  plan: Plan,
  command: Of<'message'>,
  { how, texts }: { how: Queued; texts: Record<string, string> | undefined },
): void {
  const planStep = versionIn(plan, command.versionId)?.steps[command.stepId];
  const step = planStep?.step;
  const subject = step?.kind === 'message' ? step.config.subject : '';
  const statement = how === 'again' ? QUEUE_AGAIN : how === 'new' ? QUEUE_NEW : QUEUE_HANDED;
  void asks.ask(statement, [
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
    realOf(run, command.validUntil),
    run.simulated,
    realOf(run, command.notBefore),
    command.held === true,
    // The module the mail names is the engine's to say, and so is which texts are its own.
    { module: command.module, ...(texts && { texts }) },
    (step?.kind === 'message' ? step.config.channel : undefined) ?? 'mail',
    ...(typeof how === 'string' ? [] : [how.messageId, how.claim]),
  ]);
}

const realOf = (run: LockedRun, at: number | null) => (at === null ? null : run.clock.toReal(at));

/** A new try has been attempted by nobody; the card that was fixed stays, it names its try. */
const NEW_TRY = `attempt = CASE e.state WHEN 'refused' THEN 0 ELSE e.attempt END,
       given = CASE WHEN e.given ? '$card' THEN COALESCE(EXCLUDED.given, '{}') || jsonb_build_object('$card', e.given->'$card')
                    ELSE EXCLUDED.given END`;

async function planEffect(manager: EntityManager, run: LockedRun, command: Of<'effect'>): Promise<void> {
  await manager.query(
    `INSERT INTO effects AS e (organization_id, run_id, version_id, key, kind, step_id, visit, try, held_at, given)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9 THEN clock_timestamp() END, $10)
     ON CONFLICT (organization_id, key) DO UPDATE ${AGAIN('e')}, ${NEW_TRY}`,
    [
      run.organizationId,
      run.id,
      command.versionId,
      command.key,
      command.kind,
      command.stepId,
      command.visit,
      command.try,
      command.held === true,
      command.given ?? null,
    ],
  );
}

const isExit = (command: Command) =>
  (command.type === 'finished' || command.type === 'ending') && command.outcome === 'exited';

/**
 * What a person has found out about an effect that nobody was sure of; told to the engine already. Money that was not given
 * back may be promised again.
 */
async function writeSettled(manager: EntityManager, run: LockedRun, command: Of<'settled'>): Promise<void> {
  for (const table of ['effects', 'messages'])
    await manager.query(
      `UPDATE ${table} SET state = $3, settled_at = clock_timestamp(), fed_at = clock_timestamp()
        WHERE run_id = $1 AND key = $2 AND state = 'unknown'`,
      [run.id, command.key, command.happened ? 'done' : 'refused'],
    );
  if (!command.happened)
    await manager.query(
      `UPDATE refunds SET state = 'failed' WHERE organization_id = $1 AND run_id = $2 AND key = $3 AND state = 'open'`,
      [run.organizationId, run.id, command.key],
    );
}

/** Planned again as begun before, with a note on it that it is only to be looked up; a retry after it has none. */
async function askToConfirm(manager: EntityManager, run: LockedRun, command: Of<'confirm'>): Promise<void> {
  await manager.query(
    `UPDATE effects SET state = 'planned', attempt = GREATEST(attempt, 1), settled_at = NULL, fed_at = NULL,
            problem_code = NULL, problem_detail = NULL, next_attempt_at = NULL, retrying_since = NULL,
            given = COALESCE(given, '{}') || jsonb_build_object('$confirm', jsonb_build_object('reference', $3::text, 'happened', $4::boolean))
      WHERE run_id = $1 AND key = $2 AND state IN ('unknown', 'planned')`,
    [run.id, command.key, command.reference, command.happened],
  );
}

/** A pause that holds effects back: what is planned and nobody has begun stays where it is. */
async function holdPlanned(manager: EntityManager, run: LockedRun): Promise<void> {
  for (const table of ['effects', 'messages'])
    await manager.query(
      `UPDATE ${table} SET held_at = clock_timestamp() WHERE run_id = $1 AND state = 'planned' AND held_at IS NULL`,
      [run.id],
    );
}

/** What a call begins is begun when the pause lets it go: all that it has dated would be overdue at once otherwise. */
const CALLED_NOW = `given = CASE kind WHEN 'callAutomation'
       THEN COALESCE(given, '{}') || jsonb_build_object('${CALLED_AT}', $4::numeric) ELSE given END`;

async function unhold(
  manager: EntityManager,
  run: LockedRun,
  { key, notBefore, at }: Of<'unhold'>,
): Promise<void> {
  const letGo = 'held_at = NULL, next_attempt_at = COALESCE($3, next_attempt_at)';
  const held = 'run_id = $1 AND held_at IS NOT NULL AND ($2::text IS NULL OR key = $2)';
  const values = [run.id, key, realOf(run, notBefore)];
  await manager.query(`UPDATE effects SET ${letGo}, ${CALLED_NOW} WHERE ${held}`, [
    ...values,
    notBefore ?? at,
  ]);
  await manager.query(`UPDATE messages SET ${letGo} WHERE ${held}`, values);
}

const LEFT_OUT = {
  superseded: 'A pause held it back, and a later message goes instead.',
  stale: 'A pause held it back until it was too late for it.',
};

async function dropMessage(manager: EntityManager, run: LockedRun, command: Of<'drop'>): Promise<void> {
  await manager.query(
    `UPDATE messages SET state = 'cancelled', held_at = NULL, settled_at = clock_timestamp(), fed_at = clock_timestamp(),
            problem_code = $3, problem_detail = $4
      WHERE run_id = $1 AND key = $2 AND state = 'planned'`,
    [run.id, command.key, `message.${command.because}`, LEFT_OUT[command.because]],
  );
}

/**
 * Only what nobody has begun is cancelled; what is claimed runs to its end, and so does what was given back and may have
 * moved money: a pause holds it no longer. What became of it is told either way.
 */
async function cancel(manager: EntityManager, run: LockedRun, which: string, key: string): Promise<void> {
  const cancelled = `state = 'cancelled', held_at = NULL, settled_at = clock_timestamp(), fed_at = NULL`;
  const planned = `run_id = $1 AND state = 'planned' AND ${which}`;
  await manager.query(`UPDATE messages SET ${cancelled} WHERE ${planned}`, [run.id, key]);
  await manager.query(
    `UPDATE effects SET ${cancelled} WHERE ${planned} AND NOT (attempt > 0 AND kind = ANY($3))`,
    [run.id, key, KEPT_ONCE_BEGUN],
  );
  await manager.query(`UPDATE effects SET held_at = NULL WHERE ${planned} AND held_at IS NOT NULL`, [
    run.id,
    key,
  ]);
}
