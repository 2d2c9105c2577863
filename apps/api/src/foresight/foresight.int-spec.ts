import { livedAnswers } from './lived-answers.ts';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let staff: string;
let id: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
  const { body } = await school.get(`/api/courses/${school.freeCourse}`, staff);
  id = body.journeyAutomationId;
});
afterAll(() => school.stop(), 20_000);

const ask = (path: string, body?: object) => school.post(`/api/automations/${id}/${path}`, staff, body);

describe('trying a drawing out', () => {
  it('simulates a scripted learner, in every module as the script says', async () => {
    const enrolledAt = '2026-12-01T08:00:00.000Z';
    const { status, body } = await ask('simulate', { enrolledAt, behaviour: 'silent' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'ended', standingAt: [] });
    expect(body.entries[0]).toMatchObject({ at: enrolledAt, kind: 'released', port: null });
    const bad = await ask('simulate', { learnerZone: 'Mars/Olympus' });
    expect(bad.status).toBe(400);
    expect((await ask('simulate', { behaviour: 'brilliant' })).status).toBe(400);
  });

  it('looks ahead on a thread of its own, and finds nothing wrong with a generated journey', async () => {
    const { status, body } = await ask('explore');
    expect({ status, findings: body.findings, complete: body.complete }).toEqual({
      status: 200,
      findings: [],
      complete: true,
    });
    expect(body.ways).toBeGreaterThan(10);
  });

  it('forecasts a crowd, and everybody is somewhere each Monday', async () => {
    const crowd = {
      kind: 'drawn',
      size: 1_200,
      behaviours: [
        { share: 3, behaviour: 'diligent' },
        { share: 1, behaviour: 'silent' },
      ],
      zones: [{ share: 1, zone: 'Europe/Berlin' }],
      enrolledFrom: '2026-12-01T08:00:00.000Z',
      enrolledUntil: '2026-12-15T08:00:00.000Z',
    };
    const { status, body } = await ask('forecast', { crowd, horizonDays: 100 });
    expect(status).toBe(200);
    expect(body.learners).toBe(1_200);
    for (const index of body.mondays.keys()) {
      const inside = body.steps.reduce(
        (sum: number, step: { standing: number[] }) => sum + step.standing[index]!,
        0,
      );
      const { completed, ended, exited } = body.finished;
      const out = completed[index] + ended[index] + exited[index];
      expect(inside + out + body.notEnrolled[index]).toBe(1_200);
    }
    expect(body.assumptions.length).toBeGreaterThan(1);
    const inLines = await school.api.ask('POST', `/api/automations/${id}/forecast`, {
      as: staff,
      body: { crowd, horizonDays: 100 },
      headers: { accept: 'application/x-ndjson' },
    });
    const lines = (inLines.body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const done = lines.flatMap(({ progress }) => (progress ? [progress.done] : []));
    expect(done).toEqual(done.toSorted((a: number, b: number) => a - b));
    expect(done.at(-1)).toBe(1_200);
    expect(done.length).toBeGreaterThan(1);
    const { tookMs: _, ...report } = body;
    expect(lines.at(-1)).toMatchObject({ report });
    const roster = await ask('forecast', { crowd: { kind: 'roster' } });
    expect(roster.status).toBe(200);
  });

  it('replays a real learner through the draft, and finds nothing different where nothing was changed', async () => {
    const { enrollmentId } = await school.learner();
    const [run] = await school.api.query<{ id: string }>('SELECT id FROM runs WHERE enrollment_id = $1', [
      enrollmentId,
    ]);
    const { status, body } = await ask('replay', { runId: run!.id });
    expect(status).toBe(200);
    expect(body.differences.every(({ what }: { what: string }) => what === 'only-now')).toBe(true);
    expect(body.learnerName).toEqual(expect.any(String));
    expect((await ask('replay', { runId: id })).status).toBe(404);
  });

  it('knows what people decided and systems answered in a run, on its own clock', async () => {
    const { enrollmentId } = await school.learner();
    const [run] = await school.api.query<{ id: string; organization_id: string }>(
      'SELECT id, organization_id FROM runs WHERE enrollment_id = $1',
      [enrollmentId],
    );
    const asked = (step: string, state: string, decision: string | null) =>
      school.api.query(
        `INSERT INTO tasks (organization_id, run_id, version_id, step_id, visit, user_id, kind, title, holds, state, decision, opened_at, closed_at)
         SELECT organization_id, id, version_id, $2, 1, user_id, 'approval', 'May she?', true, $3::varchar, $4, now() - interval '1 hour',
                CASE WHEN $3::varchar = 'open' THEN NULL ELSE now() - interval '30 minutes' END FROM runs WHERE id = $1`,
        [run!.id, step, state, decision],
      );
    await asked('first', 'decided', 'rejected');
    await asked('second', 'open', null);
    await asked('third', 'withdrawn', null);
    await school.api.query(
      `INSERT INTO effects (organization_id, run_id, version_id, step_id, visit, key, kind, state, outcome, created_at, settled_at)
       SELECT organization_id, id, version_id, 'tell', 2, id || ':tell:2', 'webhook', 'done', '{"status":200,"result":{"seats":3}}',
              now() - interval '1 hour', now() - interval '55 minutes' FROM runs WHERE id = $1`,
      [run!.id],
    );
    const { dataSource } = school.api.scratch;
    const answers = await livedAnswers(dataSource, {
      organizationId: run!.organization_id,
      runId: run!.id,
      speed: 24,
    });
    expect(answers.decisions).toEqual([
      { stepId: 'first', visit: 1, decision: 'rejected', afterHours: 12 },
      { stepId: 'second', visit: 1, decision: 'never' },
    ]);
    expect(answers.outcomes).toEqual([
      { stepId: 'tell', visit: 2, outcome: 'done', result: { seats: 3 }, afterMinutes: 120 },
    ]);
  });

  it('replays what operators did and what failed for good, and says what would have come to nothing', async () => {
    const { enrollmentId } = await school.learner();
    const [run] = await school.api.query<{ id: string }>('SELECT id FROM runs WHERE enrollment_id = $1', [
      enrollmentId,
    ]);
    const ordered = (command: object, accepted: boolean, did: string, minutes: number) =>
      school.api.query(
        `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at, taken_at, outcome)
         SELECT organization_id, id, 'command', $2, 'x', jsonb_build_object('command', $3::jsonb),
                started_at + make_interval(mins => $4), now(), $5 FROM runs WHERE id = $1`,
        [run!.id, did, JSON.stringify(command), minutes, JSON.stringify({ accepted, detail: did })],
      );
    await school.api.query(
      `UPDATE runs SET started_at = started_at - interval '1 day', clock_origin = clock_origin - interval '1 day' WHERE id = $1`,
      [run!.id],
    );
    await ordered({ name: 'skip', stepId: 'gone', visit: 1 }, true, 'Went on from "Gone" by "next".', 5);
    await ordered({ name: 'pause' }, false, 'This run is paused already.', 6);
    await ordered({ name: 'exit', reason: 'asked to' }, true, 'The run has ended.', 10);
    await school.api.query(
      `INSERT INTO effects (organization_id, run_id, version_id, step_id, visit, key, kind, state, created_at, settled_at)
       SELECT organization_id, id, version_id, 'certificate', 1, id || ':certificate:1', 'certify', 'refused', now() - interval '2 minutes', now()
         FROM runs WHERE id = $1`,
      [run!.id],
    );
    const { status, body } = await ask('replay', { runId: run!.id });
    expect(status).toBe(200);
    expect(body.now.outcome).toBe('exited');
    expect(body.byHand).toEqual([
      {
        at: expect.any(String),
        did: 'Went on from "Gone" by "next".',
        notTaken: 'The learner is no longer at that step.',
      },
      { at: expect.any(String), did: 'The run has ended.', notTaken: null },
    ]);
    const { dataSource } = school.api.scratch;
    const lived = { organizationId: school.api.organizationId, runId: run!.id, speed: 1 };
    expect((await livedAnswers(dataSource, lived)).outcomes).toEqual([
      { stepId: 'certificate', visit: 1, outcome: 'refused', afterMinutes: 2 },
    ]);
  });

  it('counts the mails of the replayed run, and not those of what it calls', async () => {
    const mail = {
      kind: 'message',
      title: 'Mail',
      config: { category: 'transactional', subject: 'Hi', body: 'Hello.', waitForDelivery: false },
    };
    const called = await school.campaign({ mail });
    const config = { automation: called, values: [], wait: true, zone: 'none', detached: false };
    const caller = await school.campaign({ call: { kind: 'callAutomation', title: 'Call', config } });
    const { userId } = await school.learner();
    const [run] = await school.api.query<{ id: string }>(
      `INSERT INTO runs (organization_id, automation_id, version_id, user_id, entry_key, state, condition, clock_origin)
       SELECT organization_id, id, live_version_id, $2, 'once', '{}', 'running', now() FROM automations WHERE id = $1
       RETURNING id`,
      [caller, userId],
    );
    const { status, body } = await school.post(`/api/automations/${caller}/replay`, staff, {
      runId: run!.id,
    });
    expect(status).toBe(200);
    expect(body.entries.map(({ kind }: { kind: string }) => kind)).toContain('message');
    expect([body.was.messages, body.now.messages]).toEqual([0, 0]);
  });

  it('shows a mail as that learner would have got it', async () => {
    const { enrollmentId, userId } = await school.learner();
    const [run] = await school.api.query<{ id: string }>('SELECT id FROM runs WHERE enrollment_id = $1', [
      enrollmentId,
    ]);
    await school.api.query('UPDATE users SET name = $2 WHERE id = $1', [userId, 'Zoe Zander']);
    const letter = {
      subject: 'Hello {{person.name}}',
      body: '{{course.title}}, next {{dates.next}}: {{links.course}}',
      category: 'transactional',
    };
    const at = new Date().toISOString();
    const { status, body } = await ask('message-preview', { ...letter, as: { runId: run!.id, at } });
    expect(status).toBe(200);
    expect(body.subject).toBe('Hello Zoe Zander');
    expect(body.text).not.toContain('example.org');
    expect(body.text).not.toContain('Monday 1 December');
    expect(body.unknownVariables).toEqual([]);
    expect((await ask('message-preview', { ...letter, as: { runId: id, at } })).status).toBe(404);
  });

  it('shows a mail of a simulation with what its learner is and has at that moment', async () => {
    const learner = { enrolledAt: '2026-12-01T08:00:00.000Z', learnerZone: 'Asia/Tokyo' };
    const { entries } = (await ask('simulate', learner)).body;
    const mails = entries.filter(({ kind }: { kind: string }) => kind === 'message');
    const letter = {
      stepId: mails[0].stepId,
      subject: '{{person.name}}: {{module.title}}',
      body: 'Next: {{dates.next}}. [Yours]({{links.certificate}})',
      category: 'transactional',
    };
    const show = async ({ mail }: { mail: object }) =>
      (await ask('message-preview', { ...letter, simulated: { ...mail, name: 'Bo Berg' } })).body;
    const first = await show(mails[0]);
    expect(first.subject).toBe(`Bo Berg: ${mails[0].mail.moduleTitle}`);
    expect(first.text).toContain('Next: Tuesday, 8 December 2026 at 17:00.');
    expect(first.text).not.toContain('example.org');
    expect(first.text).not.toContain('/credentials/');
    const open = await show({ mail: { ...mails[0].mail, nextOpening: null } });
    expect(open.text).toContain('Next: soon.');
    const last = await show(mails.at(-1));
    expect(last.text).toContain('/credentials/made-when-the-certificate-is-issued');
  });

  it('is nothing to other schools and to learners', async () => {
    const stranger = await school.api.person('admin', await school.api.organization('foresight-elsewhere'));
    expect((await school.post(`/api/automations/${id}/explore`, stranger.token)).status).toBe(404);
    const learner = await school.api.person();
    expect((await school.post(`/api/automations/${id}/explore`, learner.token)).status).toBe(403);
  });
});
