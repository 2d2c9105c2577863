import { Injectable } from '@nestjs/common';
import type { DecideTask, DelegateTask, TaskItem } from '@gradus/contracts';
import { type TaskBackup, Vault, decideText, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import { unfitIn } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { type RequestEntry, doneBefore, recordAudit, requestEntry } from '../audit/record-audit.ts';
import {
  TaskAssigneeUnfitError,
  TaskClosedError,
  TaskDecisionUnfitError,
  TaskOfOthersError,
  TaskOverdueError,
  TaskTextTooLongError,
  TaskTextUnfitError,
} from './task-errors.ts';
import { ANSWERS, mayDecide } from './task-rights.ts';
import { TaskQueries } from './task.queries.ts';

interface LockedTask {
  id: string;
  kind: TaskItem['kind'];
  step_id: string;
  user_id: string;
  enrollment_id: string | null;
  course_id: string | null;
  assignee_id: string | null;
  role: string | null;
  backups: TaskBackup[];
  state: string;
  overdue: boolean;
  /** Of the text that it is about; null: it is about none. */
  most_characters: number | null;
  now: Date;
}

/**
 * What people decide about tasks. The row decides who is first: whoever decides locks it, and so does the turn of the run in
 * which the time is up.
 */
@Injectable()
export class TasksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: TaskQueries,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  async decide(
    caller: Caller,
    id: string,
    { decision, comment, text }: DecideTask,
    key: string,
  ): Promise<TaskItem> {
    const { organizationId, userId } = caller;
    const entry = requestEntry(caller, key, { action: 'task.decide', subjectKind: 'task', subjectId: id });
    await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      const task = await this.#lock(manager, caller, id, entry);
      if (task === null) return;
      if (!ANSWERS[task.kind].includes(decision)) throw new TaskDecisionUnfitError(ANSWERS[task.kind]);
      const cipher = comment ? await this.vault.seal(manager, task.user_id, comment) : null;
      const [[row]] = await manager.query<[[{ closed_at: Date }], number]>(
        `UPDATE tasks SET state = 'decided', decision = $2, decided_by = $3, comment_cipher = $4,
                closed_at = clock_timestamp()
          WHERE id = $1 RETURNING closed_at`,
        [id, decision, userId, cipher],
      );
      const approved = decision === 'approved';
      const wording = approved && text ? await this.#wording(manager, task, text) : null;
      await decideText(manager, { taskId: id, approved, cipher: wording });
      await recordEvent(manager, {
        organizationId,
        type: 'task.decided',
        key: `task.decided:${id}`,
        userId: task.user_id,
        ...(task.enrollment_id !== null && { enrollmentId: task.enrollment_id }),
        ...(task.course_id !== null && { courseId: task.course_id }),
        data: { step: task.step_id, decision },
        occurredAt: row.closed_at,
      });
      await recordAudit(manager, { ...entry, data: { decision } });
    });
    await this.announcer.announce([topics.outbox, topics.tasks(organizationId)]);
    return this.queries.one(caller, id);
  }

  /** A reader's own words, sealed: nothing in them may keep the message from going out. */
  #wording(
    manager: EntityManager,
    { user_id: userId, most_characters: most }: LockedTask,
    text: string,
  ): Promise<Buffer> {
    const unfit = unfitIn(text);
    if (unfit !== null) throw new TaskTextUnfitError(unfit);
    if (most !== null && text.length > most) throw new TaskTextTooLongError(text.length, most);
    return this.vault.seal(manager, userId, text);
  }

  async delegate(caller: Caller, id: string, { to, reason }: DelegateTask, key: string): Promise<TaskItem> {
    const { organizationId } = caller;
    const entry = requestEntry(caller, key, { action: 'task.delegate', subjectKind: 'task', subjectId: id });
    await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      const task = await this.#lock(manager, caller, id, entry);
      if (task === null) return;
      const [member] = await manager.query<unknown[]>(
        `SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
          WHERE m.organization_id = $1 AND m.user_id = $2 AND m.role <> 'learner'`,
        [organizationId, to],
      );
      if (!member) throw new TaskAssigneeUnfitError();
      await manager.query('UPDATE tasks SET assignee_id = $2, role = NULL WHERE id = $1', [id, to]);
      await manager.query(
        `INSERT INTO messages (organization_id, user_id, task_id, key, category, channel, purpose, payload, subject, simulated)
         SELECT organization_id, $2::uuid, id, 'task:' || id || ':delegated:' || $2 || ':' || $3, 'transactional', 'both',
                'task', '{"because":"delegated"}', title, simulated
           FROM tasks WHERE id = $1 ON CONFLICT (organization_id, key) DO NOTHING`,
        [id, to, String(task.now.getTime())],
      );
      await recordAudit(manager, { ...entry, reason, data: { to } });
    });
    await this.announcer.announce([topics.post, topics.tasks(organizationId)]);
    return this.queries.one(caller, id);
  }

  /**
   * Null: this very request was carried out before.
   *
   * @throws when it is not there, not theirs, closed, or its time is up
   */
  async #lock(
    manager: EntityManager,
    caller: Caller,
    id: string,
    entry: RequestEntry,
  ): Promise<LockedTask | null> {
    await manager.query('SELECT 1 FROM tasks WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE', [
      id,
      caller.organizationId,
    ]);
    if (await doneBefore(manager, entry)) return null;
    const [row] = await manager.query<LockedTask[]>(
      `SELECT t.*, e.course_id, clock_timestamp() AS now,
              (v.definition->'steps'->t.step_id->'config'->>'mostCharacters')::int AS most_characters,
              t.holds AND t.paused_at IS NULL AND COALESCE(t.due_at <= clock_timestamp(), false) AS overdue
         FROM tasks t JOIN automation_versions v ON v.id = t.version_id
         LEFT JOIN enrollments e ON e.id = t.enrollment_id
        WHERE t.id = $1 AND t.organization_id = $2`,
      [id, caller.organizationId],
    );
    const task = found(row, 'task');
    if (!mayDecide(task, caller, task.now)) throw new TaskOfOthersError();
    if (task.state !== 'open') throw new TaskClosedError();
    if (task.overdue) throw new TaskOverdueError();
    return task;
  }
}
