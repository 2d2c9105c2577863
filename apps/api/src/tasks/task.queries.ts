import { Injectable } from '@nestjs/common';
import type { StaffList, TaskCount, TaskItem } from '@gradus/contracts';
import { type TaskBackup, Vault, WritingErasedError } from '@gradus/database';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { type Page, pageOf, readTimeCursor } from '../paging/page-cursor.ts';
import { ANSWERS, MINE, OF_ROLE, mayDecide } from './task-rights.ts';
import type { TasksQuery } from './tasks.controller.ts';

const PAGE = 25;

interface TaskRow {
  id: string;
  kind: TaskItem['kind'];
  title: string;
  details: string | null;
  user_id: string;
  learner_name: string;
  course_title: string | null;
  automation_name: string;
  run_id: string;
  assignee_id: string | null;
  assignee_name: string | null;
  role: TaskItem['role'];
  backups: TaskBackup[];
  holds: boolean;
  due_at: Date | null;
  paused_at: Date | null;
  opened_at: Date;
  state: TaskItem['state'];
  decision: TaskItem['decision'];
  comment_cipher: Buffer | null;
  draft_cipher: Buffer | null;
  decided_by: string | null;
  closed_at: Date | null;
  simulated: boolean;
  now: Date;
}

const COLUMNS = `t.*, l.name AS learner_name, k.title AS course_title, a.name AS automation_name, s.name AS assignee_name,
       d.name AS decided_by, clock_timestamp() AS now, g.text_cipher AS draft_cipher`;
const FROM = `
  FROM tasks t
  JOIN users l ON l.id = t.user_id
  JOIN runs r ON r.id = t.run_id
  JOIN automations a ON a.id = r.automation_id
  LEFT JOIN enrollments e ON e.id = t.enrollment_id
  LEFT JOIN courses k ON k.id = e.course_id
  LEFT JOIN users s ON s.id = t.assignee_id
  LEFT JOIN users d ON d.id = t.decided_by
  LEFT JOIN generated_texts g ON g.run_id = t.run_id AND g.step_id = t.step_id AND g.visit = t.visit`;

/** The person `$2` and the role `$3` are named in each, so that their types are known. */
const WHO = '($2::uuid IS NOT NULL AND $3::text IS NOT NULL)';
const WHOSE = { mine: `${WHO} AND ${MINE}`, role: `${WHO} AND ${OF_ROLE}`, all: WHO };

/** What staff see of tasks: all of their school, and what of it is theirs. */
@Injectable()
export class TaskQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vault: Vault,
  ) {}

  /** Open ones by when they are due, those without a date last; closed ones newest first. */
  async list(caller: Caller, query: TasksQuery): Promise<Page<TaskItem>> {
    const [at, id] = readTimeCursor(query.cursor);
    const open = query.state === 'open';
    const key = open ? `COALESCE(t.due_at, t.opened_at + interval '100 years')` : 't.closed_at';
    const rows = await this.dataSource.query<Array<TaskRow & { sort_key: string }>>(
      `SELECT x.*, x.key::text AS sort_key FROM (
         SELECT ${COLUMNS}, ${key} AS key ${FROM}
          WHERE t.organization_id = $1 AND t.state ${open ? '=' : '<>'} 'open' AND ${WHOSE[query.whose]}
            AND ($4::text IS NULL OR t.kind = $4)) x
        WHERE $5::timestamptz IS NULL OR (x.key, x.id) ${open ? '>' : '<'} ($5, $6::uuid)
        ORDER BY x.key ${open ? 'ASC, x.id ASC' : 'DESC, x.id DESC'} LIMIT ${PAGE + 1}`,
      [caller.organizationId, caller.userId, caller.role, query.kind ?? null, at, id],
    );
    const page = pageOf(
      rows,
      PAGE,
      (row) => row,
      (row) => [row.sort_key, row.id],
    );
    return { ...page, items: await Promise.all(page.items.map((row) => this.#item(caller, row))) };
  }

  /** @throws MissingError */
  async one(caller: Caller, id: string): Promise<TaskItem> {
    const [row] = await this.dataSource.query<TaskRow[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE t.organization_id = $1 AND t.id = $2`,
      [caller.organizationId, id],
    );
    return this.#item(caller, found(row, 'task'));
  }

  async count({ organizationId, userId, role }: Caller): Promise<TaskCount> {
    const [row] = await this.dataSource.query<[TaskCount]>(
      `SELECT count(*) FILTER (WHERE ${MINE})::int AS mine, count(*) FILTER (WHERE ${OF_ROLE})::int AS role
         FROM tasks t WHERE t.organization_id = $1 AND t.state = 'open'`,
      [organizationId, userId, role],
    );
    return row;
  }

  async staff({ organizationId }: Caller): Promise<StaffList> {
    const people = await this.dataSource.query<StaffList['people']>(
      `SELECT u.id, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = $1 AND m.role <> 'learner' AND u.disabled_at IS NULL ORDER BY u.name, u.id LIMIT 500`,
      [organizationId],
    );
    return { people };
  }

  async #item(caller: Caller, row: TaskRow): Promise<TaskItem> {
    const { assignee_id: assigneeId, decision } = row;
    const late = row.holds && row.paused_at === null && row.due_at !== null && row.due_at <= row.now;
    const open = row.state === 'open' && !late && mayDecide(row, caller, row.now);
    return {
      id: row.id,
      kind: row.kind,
      title: row.title,
      details: row.details,
      draft: row.draft_cipher && (await this.#comment(row.user_id, row.draft_cipher)),
      learner: { id: row.user_id, name: row.learner_name },
      courseTitle: row.course_title,
      automationName: row.automation_name,
      runId: row.run_id,
      assignee: assigneeId === null ? null : { id: assigneeId, name: row.assignee_name ?? '' },
      role: row.role,
      holds: row.holds,
      dueAt: row.due_at?.toISOString() ?? null,
      paused: row.paused_at !== null,
      openedAt: row.opened_at.toISOString(),
      state: row.state,
      decision,
      comment: row.comment_cipher && (await this.#comment(row.user_id, row.comment_cipher)),
      decidedBy: row.decided_by,
      closedAt: row.closed_at?.toISOString() ?? null,
      simulated: row.simulated,
      mayDecide: open ? ANSWERS[row.kind] : [],
    };
  }

  #comment(userId: string, cipher: Buffer): Promise<string | null> {
    return this.vault.open(this.dataSource.manager, userId, cipher).catch((error: unknown) => {
      if (error instanceof WritingErasedError) return null;
      throw error;
    });
  }
}
