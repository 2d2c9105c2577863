import type { EntityManager } from 'typeorm';
import { type Addressee, type Call, type Command, type Plan, isAsking, versionIn } from '@gradus/flow';
import type { LockedRun } from '../locked-run.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** What is asked of whoever reads a generated text. */
const READ_FIRST =
  'Nobody gets this text before you have read it. Change what is not right, then approve it, or refuse it.';

/** What the list of tasks shows, from the step that asks. */
function asked(plan: Plan, { versionId, stepId }: Of<'task'>) {
  const step = versionIn(plan, versionId)?.steps[stepId]?.step;
  if (step?.kind === 'generate')
    return { title: step.title, details: READ_FIRST, channel: step.config.channel };
  if (step && isAsking(step)) return step.config;
  return { title: '', details: undefined, channel: undefined };
}

const columns = (to: Addressee) =>
  to.kind === 'person' ? { personId: to.personId, role: null } : { personId: null, role: to.role };

/** Opens a task and queues the messages that tell of it; once a visit, whatever is tried again. */
export async function openTask(
  manager: EntityManager,
  run: LockedRun,
  plan: Plan,
  command: Of<'task'>,
): Promise<void> {
  const { title, details, channel = 'both' } = asked(plan, command);
  const to = columns(command.to);
  const real = (at: number) => run.clock.toReal(at);
  const backups = command.calls
    .filter(({ because }) => because === 'escalation')
    .map(({ at, to: other }) => ({
      from: real(at).toISOString(),
      ...(other.kind === 'person' ? { personId: other.personId } : { role: other.role }),
    }));
  const [task] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO tasks (organization_id, run_id, version_id, step_id, visit, user_id, enrollment_id, kind, title, details,
                        holds, assignee_id, role, backups, due_at, simulated)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (run_id, step_id, visit) DO NOTHING RETURNING id`,
    [
      run.organizationId,
      run.id,
      command.versionId,
      command.stepId,
      command.visit,
      run.userId,
      run.enrollmentId,
      command.task,
      title,
      details ?? null,
      command.holds,
      to.personId,
      to.role,
      JSON.stringify(backups),
      command.due === null ? null : real(command.due),
      run.simulated,
    ],
  );
  if (!task) return;
  const message = { taskId: task.id, title, channel };
  for (const [number, call] of command.calls.entries()) await queueCall(manager, run, message, number, call);
}

/** Tells everybody who is called, each with a message of their own. */
async function queueCall(
  manager: EntityManager,
  run: LockedRun,
  { taskId, title, channel }: { taskId: string; title: string; channel: string },
  number: number,
  call: Call,
): Promise<void> {
  const { personId, role } = columns(call.to);
  await manager.query(
    `INSERT INTO messages (organization_id, user_id, task_id, key, category, channel, purpose, payload, subject,
                             simulated, next_attempt_at)
       SELECT m.organization_id, m.user_id, $2::uuid, 'task:' || $2 || ':' || $3 || ':' || m.user_id, 'transactional', $4,
              'task', jsonb_build_object('because', $5::text), $6, $7, GREATEST($8, clock_timestamp())
         FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
        WHERE m.organization_id = $1 AND m.role <> 'learner' AND (m.user_id = $9 OR m.role = $10)
       ON CONFLICT (organization_id, key) DO NOTHING`,
    [
      run.organizationId,
      taskId,
      String(number),
      channel,
      call.because,
      title.slice(0, 200),
      run.simulated,
      run.clock.toReal(call.at),
      personId,
      role,
    ],
  );
}

const CLOSED = { overdue: 'overdue', left: 'withdrawn' } as const;

/** The learner is elsewhere: nobody can decide any more. What was decided before stays, and what held nobody up. */
export async function closeTask(
  manager: EntityManager,
  run: LockedRun,
  { stepId, visit, because }: Of<'taskClosed'>,
): Promise<void> {
  await manager.query(
    `UPDATE tasks SET state = $4, closed_at = clock_timestamp()
      WHERE run_id = $1 AND step_id = $2 AND visit = $3 AND state = 'open' AND holds`,
    [run.id, stepId, visit, CLOSED[because]],
  );
}

/** A run that was ended needs nothing done any more, either. */
export async function withdrawTasks(manager: EntityManager, run: LockedRun): Promise<void> {
  await manager.query(
    `UPDATE tasks SET state = 'withdrawn', closed_at = clock_timestamp() WHERE run_id = $1 AND state = 'open'`,
    [run.id],
  );
}

/**
 * A task is due when its learner goes on: a date that was put off, or that a pause has moved, is the task's, too, and what
 * reminds of it moves along. Meanwhile a pause holds that back.
 */
export async function moveTask(
  manager: EntityManager,
  run: LockedRun,
  { stepId, visit, status, deadline }: Of<'changed'>,
): Promise<void> {
  const due = deadline === null ? null : run.clock.toReal(deadline);
  await manager.query(
    `WITH t AS (SELECT id, due_at FROM tasks
                 WHERE run_id = $1 AND step_id = $2 AND visit = $3 AND state = 'open' AND holds
                   AND (due_at IS DISTINCT FROM $4 OR (paused_at IS NOT NULL) <> $5) FOR NO KEY UPDATE),
     moved AS (
       UPDATE tasks SET due_at = CASE WHEN $5 THEN tasks.due_at ELSE $4 END,
              paused_at = CASE WHEN $5 THEN clock_timestamp() END
         FROM t WHERE tasks.id = t.id RETURNING tasks.id)
     UPDATE messages g
        SET held_at = CASE WHEN $5 THEN clock_timestamp() END,
            next_attempt_at = CASE WHEN $5 OR $4 IS NULL OR t.due_at IS NULL THEN g.next_attempt_at
                                   ELSE g.next_attempt_at + ($4 - t.due_at) END
       FROM t JOIN moved ON moved.id = t.id
      WHERE g.task_id = t.id AND g.state = 'planned' AND g.payload->>'because' <> 'asked'`,
    [run.id, stepId, visit, due, status === 'held'],
  );
}
