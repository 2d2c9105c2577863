import { Vault } from '@gradus/database';
import type { Person } from '../testing/api-under-test.ts';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let teacher: Person;
let other: Person;
let ops: Person;
let owner: Person;
let learner: Person & { enrollmentId: string };
beforeAll(async () => {
  school = await CourseSchool.start();
  teacher = await school.api.person('instructor');
  other = await school.api.person('instructor');
  ops = await school.api.person('ops');
  owner = await school.api.person('admin');
  learner = await school.learner();
});
afterAll(() => school.stop(), 20_000);

interface NewTask {
  kind?: 'approval' | 'todo' | 'alert';
  assignee?: string | null;
  role?: string | null;
  /** From now; null: never. */
  dueMinutes?: number | null;
  backups?: object[];
  holds?: boolean;
}

let steps = 0;
const open = async (task: NewTask = {}): Promise<string> => {
  const { kind = 'approval', assignee = null, dueMinutes = 60, backups = [], holds = true } = task;
  const role = task.role === undefined && assignee === null ? 'instructor' : (task.role ?? null);
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO tasks (organization_id, run_id, version_id, step_id, visit, user_id, enrollment_id, kind, title, holds,
                        assignee_id, role, backups, due_at)
     SELECT organization_id, id, version_id, $2, 1, user_id, enrollment_id, $3, 'May they go on?', $4, $5, $6, $7,
            clock_timestamp() + make_interval(mins => $8)
       FROM runs WHERE enrollment_id = $1 RETURNING id`,
    [
      learner.enrollmentId,
      `s${(steps += 1)}`,
      kind,
      holds,
      assignee,
      role,
      JSON.stringify(backups),
      dueMinutes,
    ],
  );
  return row!.id;
};
const list = async (as: Person, query = '') =>
  (await school.get(`/api/tasks${query}`, as.token)).body.items.map(({ id }: { id: string }) => id);
const decide = (id: string, as: Person, decision = 'approved', more: object = {}, key?: string) =>
  school.post(`/api/tasks/${id}/decision`, as.token, { decision, ...more }, key);
const delegate = (id: string, as: Person, to: string, key?: string) =>
  school.post(`/api/tasks/${id}/delegation`, as.token, { to }, key);

describe('tasks', () => {
  it('are listed by when they are due, with whose they are, and counted', async () => {
    const late = await open({ dueMinutes: 600 });
    const soon = await open({ dueMinutes: 5 });
    const never = await open({ assignee: ops.userId, dueMinutes: null, kind: 'todo', holds: false });
    expect(await list(teacher)).toEqual([soon, late, never]);
    expect(await list(teacher, '?whose=role')).toEqual([soon, late]);
    expect(await list(teacher, '?whose=mine')).toEqual([]);
    expect(await list(ops, '?whose=mine')).toEqual([never]);
    expect((await school.get('/api/tasks/count', teacher.token)).body).toEqual({ mine: 0, role: 2 });
    const { body } = await school.get(`/api/tasks/${soon}`, teacher.token);
    expect(body).toMatchObject({
      title: 'May they go on?',
      learner: { id: learner.userId, name: 'Some learner' },
      courseTitle: 'Prompting for Marketers',
      role: 'instructor',
      mayDecide: ['approved', 'rejected'],
      state: 'open',
    });
    await school.api.query(`UPDATE tasks SET state = 'withdrawn', closed_at = clock_timestamp()`);
    expect(await list(teacher)).toEqual([]);
    expect((await list(teacher, '?state=closed')).toSorted()).toEqual([late, never, soon].toSorted());
  });

  it('about a generated text show it, and approving it may change it', async () => {
    const { manager } = school.api.scratch.dataSource;
    const vault = school.api.app.get(Vault);
    const draft = async () => {
      const id = await open();
      await manager.query(
        `INSERT INTO generated_texts (organization_id, run_id, step_id, visit, user_id, name, text_cipher, model, state)
         SELECT organization_id, run_id, step_id, visit, user_id, 'cheer', $2, 'gpt-test', 'draft' FROM tasks WHERE id = $1`,
        [id, await vault.seal(manager, learner.userId, 'Well done.')],
      );
      return id;
    };
    const kept = async (id: string) => {
      const [row] = await manager.query<Array<{ state: string; edited: boolean; text_cipher: Buffer }>>(
        `SELECT g.state, g.edited, g.text_cipher FROM generated_texts g JOIN tasks t
            ON t.run_id = g.run_id AND t.step_id = g.step_id AND t.visit = g.visit WHERE t.id = $1`,
        [id],
      );
      const { text_cipher: cipher, ...said } = row!;
      return { ...said, text: await vault.open(manager, learner.userId, cipher) };
    };
    const changed = await draft();
    expect((await school.get(`/api/tasks/${changed}`, teacher.token)).body.draft).toBe('Well done.');
    const { body } = await decide(changed, teacher, 'approved', { text: 'Very well done.' });
    expect(body).toMatchObject({ decision: 'approved', draft: 'Very well done.' });
    expect(await kept(changed)).toEqual({ state: 'approved', edited: true, text: 'Very well done.' });
    const asItIs = await draft();
    await decide(asItIs, teacher);
    expect(await kept(asItIs)).toEqual({ state: 'approved', edited: false, text: 'Well done.' });
    const refused = await draft();
    await decide(refused, teacher, 'rejected', { text: 'Nothing of it.' });
    expect(await kept(refused)).toEqual({ state: 'refused', edited: false, text: 'Well done.' });
    expect((await school.get(`/api/tasks/${await open()}`, teacher.token)).body.draft).toBeNull();
  });

  it('about a text take no wording that would stop its message, or that is longer than the step allows', async () => {
    const id = await open();
    const unfit = await decide(id, teacher, 'approved', { text: 'Well done, {{name}}.' });
    expect(unfit).toMatchObject({ status: 422, body: { code: 'task.text-unfit' } });
    expect(unfit.body.detail).toContain('{{name}}');
    const stray = await decide(id, teacher, 'approved', { text: 'Well done, {{person.name.' });
    expect(stray).toMatchObject({ status: 422, body: { code: 'task.text-unfit' } });
    await school.api.query(
      `UPDATE automation_versions v
          SET definition = jsonb_set(v.definition, ARRAY['steps', t.step_id], '{"config":{"mostCharacters":20}}')
         FROM tasks t WHERE t.id = $1 AND v.id = t.version_id`,
      [id],
    );
    const long = await decide(id, teacher, 'approved', { text: 'Well done, and on we go.' });
    expect(long).toMatchObject({ status: 422, body: { code: 'task.text-too-long' } });
    expect((await decide(id, teacher, 'approved', { text: 'Well, {{person.name}}' })).status).toBe(422);
    expect((await decide(id, teacher, 'approved', { text: 'Hi, {{person.name}}' })).status).toBe(200);
  });

  it('are decided once, with a word that only staff can read, and the run hears of it', async () => {
    const id = await open();
    const { status, body } = await decide(id, teacher, 'rejected', { comment: 'Not yet: see week 2.' }, 'k1');
    expect({ status, ...body }).toMatchObject({
      status: 200,
      state: 'decided',
      decision: 'rejected',
      comment: 'Not yet: see week 2.',
      decidedBy: 'Some instructor',
      mayDecide: [],
    });
    expect((await decide(id, teacher, 'rejected', { comment: 'Not yet: see week 2.' }, 'k1')).body).toEqual(
      body,
    );
    expect(await decide(id, owner)).toMatchObject({ status: 409, body: { code: 'task.closed' } });
    const events = await school.api.query(
      `SELECT type, user_id, enrollment_id, data FROM domain_events WHERE key = $1`,
      [`task.decided:${id}`],
    );
    expect(events).toMatchObject([
      { type: 'task.decided', enrollment_id: learner.enrollmentId, data: { decision: 'rejected' } },
    ]);
    const told = await school.api.query(
      `SELECT data::text FROM domain_events UNION ALL SELECT data::text || reason FROM audit_log`,
    );
    expect(JSON.stringify(told)).not.toContain('see week 2');
  });

  it('are decided by one of many who press at once', async () => {
    const id = await open();
    const answers = await Promise.all(
      ['approved', 'rejected', 'approved', 'rejected'].map((decision) => decide(id, owner, decision)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  });

  it('cannot be decided when their time is up, unless nobody waits or the run is paused', async () => {
    const late = await open({ dueMinutes: -1 });
    expect(await decide(late, teacher)).toMatchObject({ status: 409, body: { code: 'task.overdue' } });
    expect((await school.get(`/api/tasks/${late}`, teacher.token)).body.mayDecide).toEqual([]);
    await school.api.query('UPDATE tasks SET paused_at = clock_timestamp() WHERE id = $1', [late]);
    expect((await decide(late, teacher)).status).toBe(200);
    const call = await open({ kind: 'todo', dueMinutes: -1, holds: false });
    expect((await decide(call, teacher, 'done')).status).toBe(200);
  });

  it('are for those who are asked, whoever they have come to since, and the owner', async () => {
    const id = await open({ assignee: teacher.userId });
    expect(await decide(id, other)).toMatchObject({ status: 403, body: { code: 'task.of-others' } });
    const from = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const escalated = await open({
      assignee: teacher.userId,
      backups: [
        { from: from(-1), role: 'ops' },
        { from: from(60), personId: other.userId },
      ],
    });
    expect((await decide(escalated, other)).status).toBe(403);
    expect(await list(ops, '?whose=role')).toContain(escalated);
    expect((await decide(escalated, ops)).status).toBe(200);
    expect((await decide(id, owner)).status).toBe(200);
    expect((await school.get('/api/tasks', learner.token)).status).toBe(403);
  });

  it('take only what fits them', async () => {
    const id = await open({ kind: 'alert' });
    expect(await decide(id, teacher)).toMatchObject({ status: 422, body: { code: 'task.decision-unfit' } });
    expect((await decide(id, teacher, 'acknowledged')).status).toBe(200);
    expect((await decide('00000000-0000-4000-8000-000000000000', owner)).status).toBe(404);
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect((await decide(await open(), stranger)).status).toBe(404);
  });

  it('answer as the first time when the process died before it could, and do nothing twice', async () => {
    const id = await open();
    const again = async <Answer>(key: string, send: () => Promise<Answer>) => {
      await send();
      await school.api.died(key);
      return send();
    };
    const handedOn = await again('handed-on', () => delegate(id, teacher, other.userId, 'handed-on'));
    expect(handedOn).toMatchObject({ status: 200, body: { assignee: { id: other.userId } } });
    const decided = await again('decided', () => decide(id, other, 'approved', {}, 'decided'));
    expect(decided).toMatchObject({ status: 200, body: { state: 'decided', decision: 'approved' } });
    expect((await decide(id, other, 'approved', {}, 'another')).status).toBe(409);
    const [row] = await school.api.query(
      `SELECT (SELECT count(*)::int FROM messages WHERE task_id = $1) AS told,
              (SELECT count(*)::int FROM audit_log WHERE subject_id = $1::text) AS audited`,
      [id],
    );
    expect(row).toEqual({ told: 1, audited: 2 });
  });

  it('are handed on to somebody of the school, who is told', async () => {
    const id = await open();
    const { body } = await delegate(id, teacher, other.userId);
    expect(body).toMatchObject({ assignee: { id: other.userId }, role: null, mayDecide: [] });
    const told = await school.api.query(`SELECT user_id, channel, purpose FROM messages WHERE task_id = $1`, [
      id,
    ]);
    expect(told).toEqual([{ user_id: other.userId, channel: 'both', purpose: 'task' }]);
    expect((await decide(id, teacher)).status).toBe(403);
    expect((await delegate(id, other, learner.userId)).body.code).toBe('task.assignee-unfit');
    expect((await decide(id, other)).status).toBe(200);
    const { body: staff } = await school.get('/api/staff', teacher.token);
    expect(staff.people.map(({ id: one }: { id: string }) => one)).not.toContain(learner.userId);
  });
});
