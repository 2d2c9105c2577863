import { jest } from '@jest/globals';
import type { WorkGroup } from '@gradus/contracts';
import { chainAudit } from '@gradus/database';
import { CourseSchool } from '../testing/course-school.ts';

// Asking Temporal how it is takes two seconds when it is away.
jest.setTimeout(30_000);

let school: CourseSchool;
let ops: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  ops = (await school.api.person('ops')).token;
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const workList = async (token = ops) => (await school.get('/api/work-list', token)).body;
const groupOf = async (groupId: string): Promise<WorkGroup | undefined> =>
  (await workList()).groups.find((group: WorkGroup) => group.groupId === groupId);
const retry = (groupId: string, body: object = {}) =>
  school.post(`/api/work-list/${encodeURIComponent(groupId)}/retry`, ops, { reason: 'it is back', ...body });

async function queueMail(state: string, code: string): Promise<string> {
  const { enrollmentId } = await school.learner();
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO messages (organization_id, user_id, key, category, purpose, subject, state, attempt, problem_code,
                           problem_detail, retrying_since, next_attempt_at)
     SELECT organization_id, user_id, 'test:' || id, 'transactional', 'step', 'Week 1 is open', $2, 3, $3, 'no answer',
            now() - interval '1 minute', now() + interval '1 hour' FROM enrollments WHERE id = $1 RETURNING id`,
    [enrollmentId, state, code],
  );
  return row!.id;
}

async function blockRun(): Promise<{ runId: string; stepRunId: string }> {
  const { enrollmentId } = await school.learner();
  const [run] = await school.api.query<{ id: string; step_run: string }>(
    `WITH r AS (UPDATE runs SET condition = 'blocked',
                state = jsonb_set(state, '{tokens}', '[{"stepId": "certificate", "visit": 1, "status": "blocked"}]')
                 WHERE enrollment_id = $1 RETURNING *)
     INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at, problem_code, problem_detail)
     SELECT organization_id, id, version_id, 'certificate', 1, 'blocked', now(), 'flow.effect-refused', 'No seal.' FROM r
     RETURNING run_id AS id, id AS step_run`,
    [enrollmentId],
  );
  return { runId: run!.id, stepRunId: run!.step_run };
}

/** An effect of a step that was left, in that state. */
async function leftBehind(state: 'done' | 'unknown'): Promise<{ runId: string; effectId: string }> {
  const { enrollmentId } = await school.learner();
  const [row] = await school.api.query<{ run_id: string; id: string }>(
    `WITH r AS (UPDATE runs SET condition = 'blocked', state = jsonb_set(state, '{leftEffects}', jsonb_build_array(
                  jsonb_build_object('key', id || ':certificate:1', 'stepId', 'certificate', 'visit', 1, 'unknown', true)))
                 WHERE enrollment_id = $1 RETURNING *)
     INSERT INTO effects (organization_id, run_id, version_id, key, kind, step_id, visit, state, attempt, late_at)
     SELECT organization_id, id, version_id, id || ':certificate:1', 'certify', 'certificate', 1, $2::varchar, 1,
            CASE $2 WHEN 'done' THEN now() END FROM r RETURNING run_id, id`,
    [enrollmentId, state],
  );
  return { runId: row!.run_id, effectId: row!.id };
}

describe('the work list', () => {
  it('shows what was done after its step had been left, until somebody has noted it', async () => {
    const { runId, effectId } = await leftBehind('done');
    const groupId = 'run.late.effect.late';
    const group = await groupOf(groupId);
    expect(group).toMatchObject({ count: 1, samples: [{ itemId: effectId, runId }] });
    expect(await retry(groupId)).toMatchObject({ status: 409, body: { code: 'work.not-retryable' } });
    const note = (id: string) =>
      school.post(`/api/work-list/${encodeURIComponent(id)}/note`, ops, { reason: 'it may stand' });
    expect((await note('run.blocked.flow.blocked')).body.code).toBe('work.not-late');
    expect(await note(groupId)).toMatchObject({ status: 200, body: { noted: 1 } });
    expect(await groupOf(groupId)).toBeUndefined();
    const log = await school.get('/api/audit-log', ops);
    expect(log.body.items[0]).toMatchObject({ action: 'work.note-late', reason: 'it may stand' });
  });

  it('shows what is in doubt behind a step that was left; only a person can say what happened', async () => {
    const { runId } = await leftBehind('unknown');
    const groupId = 'run.unknown.effect.unsettled';
    expect(await groupOf(groupId)).toMatchObject({ count: 1, samples: [{ runId }] });
    expect((await retry(groupId)).status).toBe(409);
    await school.api.query(`UPDATE runs SET finished_at = now() WHERE id = $1 RETURNING id`, [runId]);
    expect(await groupOf(groupId)).toBeUndefined();
  });

  it('is empty when nothing is stuck, and says which parts answer', async () => {
    const list = await workList();
    expect(list).toMatchObject({ groups: [], mended: 0, conserved: true, numbersChecked: null });
    const parts = Object.fromEntries(
      list.parts.map(({ name, ok }: { name: string; ok: boolean }) => [name, ok]),
    );
    expect(parts).toMatchObject({ PostgreSQL: true, Temporal: false, Mail: true });
  });

  it('retries mail: at once, with its attempts kept, and a new try only after a refusal', async () => {
    const waiting = await queueMail('planned', 'mail.unreachable');
    const unknown = await queueMail('unknown', 'mail.unreachable');
    const refused = await queueMail('refused', 'mail.recipient_refused');
    const group = await groupOf('message.retrying.mail.unreachable');
    expect(group).toMatchObject({ kind: 'message', state: 'retrying', count: 1 });
    expect(group!.title).toContain('mail server does not answer');
    expect(group!.samples[0]).toMatchObject({ itemId: waiting, attempt: 3, detail: 'no answer' });
    expect((await workList()).parts).toContainEqual({ name: 'Mail', ok: false, detail: '2 wait for it' });
    expect((await retry(group!.groupId)).body).toMatchObject({ retried: 1 });
    await retry('message.undelivered.mail.unreachable', { itemIds: [unknown] });
    await retry('message.undelivered.mail.recipient_refused');
    const rows = await school.api.query(
      `SELECT id, state, attempt, try, next_attempt_at <= now() AS due, retrying_since FROM messages WHERE id = ANY($1)`,
      [[waiting, unknown, refused]],
    );
    const now = { state: 'planned', attempt: 3, due: true, retrying_since: null };
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        { id: waiting, ...now, try: 1 },
        { id: unknown, ...now, try: 1 },
        { id: refused, ...now, try: 2 },
      ]),
    );
  });

  it('gives all of a group in pages, whoever is held up, so that some can be chosen out of all', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 27; n += 1) ids.push(await queueMail('planned', 'mail.paged'));
    const groupId = 'message.retrying.mail.paged';
    expect(await groupOf(groupId)).toMatchObject({ count: 27, samples: { length: 5 } });
    const page = (cursor = '') =>
      school.get(`/api/work-list/${encodeURIComponent(groupId)}/items${cursor && `?cursor=${cursor}`}`, ops);
    const { body: first } = await page();
    const { body: last } = await page(first.next);
    expect([first.items.length, last.items.length, last.next]).toEqual([25, 2, null]);
    const itemIds = [...first.items, ...last.items].map(({ itemId }) => itemId);
    expect(itemIds.toSorted()).toEqual(ids.toSorted());
    expect(first.items.slice(0, 5)).toEqual((await groupOf(groupId))!.samples);
    expect((await retry(groupId, { itemIds: itemIds.slice(20) })).body.retried).toBe(7);
    expect((await page('nonsense')).body.code).toBe('request.cursor-invalid');
    const stranger = await school.api.person('ops', await school.api.organization('paged elsewhere'));
    expect((await school.get(`/api/work-list/${groupId}/items`, stranger.token)).body.items).toEqual([]);
  });

  it('retries blocked runs by a command each', async () => {
    const [one, two] = [await blockRun(), await blockRun()];
    const group = await groupOf('run.blocked.flow.effect-refused');
    expect(group).toMatchObject({
      count: 2,
      samples: [{ runId: expect.any(String) }, { detail: 'No seal.' }],
    });
    expect((await retry(group!.groupId, { itemIds: [one.stepRunId] })).body.retried).toBe(1);
    const inbox = await school.api.query<{ run_id: string; payload: object }>(
      'SELECT run_id, payload FROM inbox',
    );
    expect(inbox).toEqual([
      {
        run_id: one.runId,
        payload: { command: { name: 'retry', stepId: 'certificate', visit: 1 }, by: expect.any(String) },
      },
    ]);
    expect((await retry(group!.groupId)).body.retried).toBe(2);
    const told = () =>
      school.api.query(`SELECT id FROM audit_log WHERE action = 'work.retry-run' AND subject_id = $1`, [
        group!.groupId,
      ]);
    expect(await told()).toHaveLength(2);
    // As when the process died before it kept its answer: the request is done again, and told of once.
    const path = `/api/work-list/${encodeURIComponent(group!.groupId)}/retry`;
    for (let time = 0; time < 2; time++) {
      await school.post(path, ops, { reason: 'it is back' }, 'died');
      await school.api.died('died');
    }
    expect(await told()).toHaveLength(3);
    expect(two.runId).not.toBe(one.runId);
  });

  it('says of a request that is sent again what it did, and tells of nothing where nothing was left', async () => {
    const { effectId } = await leftBehind('done');
    const late = `/api/work-list/${encodeURIComponent('run.late.effect.late')}/note`;
    await school.api.query(
      `UPDATE processes SET state = 'blocked', problem_code = 'grader.gone', problem_detail = 'refused'
        WHERE id = (SELECT id FROM processes WHERE state = 'open' LIMIT 1)`,
    );
    const again = `/api/work-list/${encodeURIComponent('process.blocked.grader.gone')}/retry`;
    for (const [path, count] of [
      [late, { noted: 1 }],
      [again, { retried: 1 }],
    ] as const) {
      const body = { reason: 'seen to', ...(path === late && { itemIds: [effectId] }) };
      const first = await school.post(path, ops, body, 'twice');
      await school.api.died('twice');
      const second = await school.post(path, ops, body, 'twice');
      await school.api.died('twice');
      expect(first.body).toMatchObject(count);
      expect(second.body).toEqual(first.body);
    }
    await school.post(again, ops, { reason: 'nothing to do' }, 'nothing');
    expect(await school.api.query(`SELECT 1 FROM audit_log WHERE reason = 'nothing to do'`)).toEqual([]);
  });

  it('opens blocked processes again and hurries waiting effects', async () => {
    const { enrollmentId } = await school.learner();
    const [process] = await school.api
      .query<{ id: string }>(
        `UPDATE processes SET state = 'blocked', problem_code = 'grader.unreachable', problem_detail = 'refused'
        WHERE subject_id = $1 RETURNING id`,
        [enrollmentId],
      )
      .then(([rows]) => rows as unknown as Array<{ id: string }>);
    const other = await school.learner();
    await school.api.query(
      `INSERT INTO effects (organization_id, process_id, key, kind, attempt, next_attempt_at, problem_code)
       SELECT organization_id, id, 'grade:test', 'grade', 4, now() + interval '1 hour', 'grader.unreachable'
         FROM processes WHERE subject_id = $1 RETURNING id`,
      [other.enrollmentId],
    );
    expect(await groupOf('process.blocked.grader.unreachable')).toMatchObject({ count: 1 });
    expect(await groupOf('process.retrying.grader.unreachable')).toMatchObject({ samples: [{ attempt: 4 }] });
    await retry('process.blocked.grader.unreachable');
    await retry('process.retrying.grader.unreachable');
    const [row] = await school.api.query('SELECT state, round, problem_code FROM processes WHERE id = $1', [
      process!.id,
    ]);
    expect(row).toEqual({ state: 'open', round: 1, problem_code: null });
    const [effect] = await school.api.query(
      `SELECT next_attempt_at <= now() AS due FROM effects WHERE key = 'grade:test'`,
    );
    expect(effect).toEqual({ due: true });
    expect((await retry('process.blocked.grader.unreachable')).body.retried).toBe(0);
  });

  it('notices when the numbers do not add up', async () => {
    const { enrollmentId } = await school.learner();
    await school.api.query(
      `INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at)
       SELECT organization_id, id, version_id, 'nowhere', 1, 'waiting', now() FROM runs WHERE enrollment_id = $1 RETURNING id`,
      [enrollmentId],
    );
    expect((await workList()).conserved).toBe(false);
  });

  it('is each school’s own, and for ops and admin', async () => {
    const stranger = await school.api.person('ops', await school.api.organization('elsewhere'));
    expect((await workList(stranger.token)).groups).toEqual([]);
    const instructor = await school.api.person('instructor');
    expect((await school.get('/api/work-list', instructor.token)).status).toBe(403);
    expect((await retry('nonsense')).status).toBe(404);
  });
});

describe('people', () => {
  it('are found with their courses and mails, in their school only', async () => {
    const learner = await school.learner();
    const { body } = await school.get(`/api/people?search=${learner.email}`, ops);
    expect(body.items).toEqual([
      expect.objectContaining({
        id: learner.userId,
        role: 'learner',
        enrollments: [expect.objectContaining({ id: learner.enrollmentId, state: 'active', progress: 0 })],
        messages: [],
      }),
    ]);
    const stranger = await school.api.person('ops', await school.api.organization('faraway'));
    expect((await school.get(`/api/people?search=${learner.email}`, stranger.token)).body.items).toEqual([]);
  });
});

describe('the audit log', () => {
  const chain = async () => (await school.get('/api/audit-log/chain', ops)).body;

  it('is chained, checked when somebody asks, and taken away as a file with all its links', async () => {
    await leftBehind('done');
    const path = `/api/work-list/${encodeURIComponent('run.late.effect.late')}/note`;
    await school.post(path, ops, { reason: 'seen, and let be' });
    const { waiting } = await chain();
    expect(waiting).toBeGreaterThan(0);
    while (await chainAudit(school.api.scratch.dataSource));
    const found = await chain();
    expect(found).toMatchObject({
      waiting: 0,
      brokenAt: null,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const file = await school.get('/api/audit-log/chain.jsonl', ops);
    const lines = String(file.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(found.entries);
    expect(lines.at(-1)).toMatchObject({
      position: found.entries,
      hash: found.head,
      entry: { action: 'work.note-late', reason: 'seen, and let be' },
    });
    const { token: teacher } = await school.api.person('instructor');
    expect((await school.get('/api/audit-log/chain', teacher)).status).toBe(403);
    expect((await school.get('/api/audit-log/chain.jsonl', teacher)).status).toBe(403);
  });
});
