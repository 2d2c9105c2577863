import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { recordEvent } from '@gradus/database';
import type { Step } from '@gradus/flow';
import { journeyOf } from '../testing/drawings.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const TEACHERS = { kind: 'role' as const, role: 'instructor' as const };
const OWNER = { kind: 'role' as const, role: 'admin' as const };
const approve: Step = {
  kind: 'approve',
  title: 'Let on?',
  config: {
    to: TEACHERS,
    title: 'May they go on?',
    details: 'Look at their work.',
    due: { amount: 3, unit: 'days' },
    zone: 'none',
    remindBefore: { amount: 1, unit: 'days' },
    escalateTo: OWNER,
  },
};
const call: Step = {
  kind: 'task',
  title: 'Call',
  config: { to: TEACHERS, title: 'Call them', what: 'call', zone: 'none', wait: false },
};

interface TaskRow {
  id: string;
  step_id: string;
  state: string;
  decision: string | null;
  due_at: Date | null;
  paused_at: Date | null;
}

/** Design 3.5 and 3.8: a decision is a row, and one row says whether it was in time. */
describe('a task', () => {
  let school: School;
  const staff: Record<string, string> = {};
  beforeAll(async () => {
    school = await openSchool();
    for (const role of ['instructor', 'admin']) {
      const [user] = await school.dataSource.query<[{ id: string }]>(
        `INSERT INTO users (email, password_hash, name) VALUES ($1, '-', $2) RETURNING id`,
        [`${randomUUID()}@example.org`, `Some ${role}`],
      );
      staff[role] = user.id;
      await school.dataSource.query(
        'INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)',
        [school.organizationId, user.id, role],
      );
    }
    await school.publishJourney(
      journeyOf({ call, approve, no: { kind: 'end', title: 'No', config: { outcome: 'ended' } } }, [
        ['approve', 'approved', 'finish'],
        ['approve', 'rejected', 'no'],
        ['approve', 'timeout', 'no'],
      ]),
    );
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const begun = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  const tasksOf = ({ runId }: Learner) =>
    school.dataSource.query<TaskRow[]>('SELECT * FROM tasks WHERE run_id = $1 ORDER BY step_id', [runId]);
  const approvalOf = async (learner: Learner) =>
    (await tasksOf(learner)).find(({ step_id: stepId }) => stepId === 'approve')!;
  const messagesOf = (taskId: string) =>
    school.dataSource.query<Array<{ user_id: string; because: string; days: number; held: boolean }>>(
      `SELECT user_id, payload->>'because' AS because, held_at IS NOT NULL AS held,
              round(EXTRACT(EPOCH FROM next_attempt_at - clock_timestamp()) / 86400)::int AS days
         FROM messages WHERE task_id = $1 ORDER BY key`,
      [taskId],
    );
  /** As the API does it: the row first, then the fact. */
  const decide = (learner: Learner, id: string, decision: string) =>
    school.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE tasks SET state = 'decided', decision = $2, closed_at = clock_timestamp()
          WHERE id = $1 AND state = 'open' RETURNING id`,
        [id, decision],
      );
      if (rows.length === 0) return false;
      await recordEvent(manager, {
        organizationId: school.organizationId,
        type: 'task.decided',
        key: `task.decided:${id}`,
        userId: learner.userId,
        enrollmentId: learner.enrollmentId,
        data: { step: 'approve', decision },
      });
      return true;
    });
  const outcomeOf = async ({ runId }: Learner) => {
    const [row] = await school.dataSource.query<[{ outcome: string | null }]>(
      'SELECT outcome FROM runs WHERE id = $1',
      [runId],
    );
    return row.outcome;
  };
  /** As if the learner had come to the approval so many days earlier. */
  const later = ({ runId }: Learner, days: number) =>
    school.dataSource.query(
      `WITH r AS (
         UPDATE runs SET wake_at = wake_at - make_interval(days => $2),
                state = jsonb_set(jsonb_set(state, '{tokens,0,deadline}',
                  to_jsonb((state->'tokens'->0->>'deadline')::bigint - $2 * 86400000::bigint)), '{tokens,0,triedAt}',
                  to_jsonb((state->'tokens'->0->>'triedAt')::bigint - $2 * 86400000::bigint))
          WHERE id = $1)
       UPDATE tasks SET due_at = due_at - make_interval(days => $2) WHERE run_id = $1`,
      [runId, days],
    );

  it('is opened with those who are told now and later; one that nobody waits for holds nobody', async () => {
    const learner = await begun();
    const [approval, todo] = await tasksOf(learner);
    expect(approval).toMatchObject({
      kind: 'approval',
      title: 'May they go on?',
      details: 'Look at their work.',
      holds: true,
      role: 'instructor',
      state: 'open',
    });
    expect(todo).toMatchObject({ kind: 'todo', holds: false, due_at: null });
    expect(await messagesOf(approval!.id)).toEqual([
      { user_id: staff['instructor'], because: 'asked', days: 0, held: false },
      { user_id: staff['instructor'], because: 'reminder', days: 2, held: false },
      { user_id: staff['admin'], because: 'escalation', days: 2, held: false },
    ]);
  });

  it('lets the learner on by what was decided, also when the fact of it comes after the time was up', async () => {
    const learner = await begun();
    const { id } = await approvalOf(learner);
    await decide(learner, id, 'approved');
    await later(learner, 4);
    await turn(learner);
    expect(await outcomeOf(learner)).toBe('completed');
    expect((await approvalOf(learner)).state).toBe('decided');
  });

  it('is decided by exactly one of two who come at once: a person, and the time that is up', async () => {
    const learners = await Promise.all(Array.from({ length: 6 }, begun));
    const decided = await Promise.all(
      learners.map(async (learner) => {
        const { id } = await approvalOf(learner);
        await later(learner, 3);
        const [, won] = await Promise.all([turn(learner), decide(learner, id, 'approved')]);
        await turn(learner);
        return { learner, won };
      }),
    );
    for (const { learner, won } of decided) {
      const task = await approvalOf(learner);
      expect(task.state).toBe(won ? 'decided' : 'overdue');
      expect(await outcomeOf(learner)).toBe(won ? 'completed' : 'ended');
    }
  });

  it('is not due while its run is paused, and its date and reminders move along', async () => {
    const learner = await begun();
    const { id, due_at: before } = await approvalOf(learner);
    await command(school, learner, { name: 'pause' });
    await turn(learner);
    expect((await approvalOf(learner)).paused_at).not.toBeNull();
    expect((await messagesOf(id)).map(({ held }) => held)).toEqual([false, true, true]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await command(school, learner, { name: 'resume' });
    await turn(learner);
    const { due_at: after, paused_at: paused } = await approvalOf(learner);
    expect(paused).toBeNull();
    expect(after!.getTime()).toBeGreaterThanOrEqual(before!.getTime() + 50);
    expect((await messagesOf(id)).map(({ held }) => held)).toEqual([false, false, false]);
  });

  it('is withdrawn with its run, and when an operator takes the learner elsewhere', async () => {
    const ended = await begun();
    await command(school, ended, { name: 'exit', reason: 'Refunded' });
    await turn(ended);
    expect((await tasksOf(ended)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    const moved = await begun();
    await command(school, moved, { name: 'skip', stepId: 'approve', visit: 1, port: 'rejected' });
    await turn(moved);
    expect((await tasksOf(moved)).map(({ state }) => state)).toEqual(['withdrawn', 'open']);
  });
});
