import { recordAudit, requestEntry } from '../audit/record-audit.ts';
import { CourseSchool } from '../testing/course-school.ts';
import { countSteps } from './step-counts.service.ts';

let school: CourseSchool;
let staff: string;
let id: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
  const { body } = await school.get(`/api/courses/${school.freeCourse}`, staff);
  id = body.journeyAutomationId;
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const detail = () => school.get(`/api/automations/${id}`, staff).then(({ body }) => body);
const edit = (revision: number, operations: object[]) =>
  school.post(`/api/automations/${id}/operations`, staff, { revision, operations });
const publish = (revision: number, key?: string) =>
  school.post(`/api/automations/${id}/publish`, staff, { revision, note: 'a better text' }, key);
const retitle = (stepId: string, title: string) => ({ type: 'setTitle', stepId, title });

describe('a drawing', () => {
  it('is listed and opened with what its course offers', async () => {
    const { body } = await school.get('/api/automations', staff);
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({ use: 'journey', liveVersion: 1, draftChanged: false });
    const one = await detail();
    expect(one.live).toMatchObject({ number: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(one.catalogue.modules[0]).toMatchObject({
      position: 1,
      hasAssessment: true,
      lessonCount: expect.any(Number),
    });
    expect(one.draft).toMatchObject({ changedSincePublish: false });
  });

  it('is edited by operations under its revision, all of them or none', async () => {
    const { draft } = await detail();
    const [stepId] = Object.keys(draft.definition.steps);
    const edits = await Promise.all(
      [1, 2, 3].map((n) => edit(draft.revision, [retitle(stepId!, `Title ${n}`)])),
    );
    expect(edits.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(edits.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'automation.draft-stale',
      data: { revision: draft.revision + 1 },
    });
    const unfit = await edit(draft.revision + 1, [
      retitle(stepId!, 'Not kept'),
      { type: 'removeStep', stepId: 'no-such-step' },
    ]);
    expect(unfit).toMatchObject({ status: 422, body: { fields: [{ path: 'operations.1' }] } });
    const malformed = await edit(draft.revision + 1, [{ type: 'paintItBlue' }]);
    expect(malformed).toMatchObject({ status: 422, body: { code: 'automation.operation-malformed' } });
    const after = (await detail()).draft;
    expect(after).toMatchObject({ revision: draft.revision + 1, changedSincePublish: true });
    expect(after.definition.steps[stepId!].title).toMatch(/^Title \d$/);
  });

  it('keeps who edited it, when, and what they did', async () => {
    const { draft } = await detail();
    const [stepId] = Object.keys(draft.definition.steps);
    const before = draft.definition.steps[stepId!].title;
    await edit(draft.revision, [retitle(stepId!, 'Another title'), retitle(stepId!, before)]);
    await edit(draft.revision + 1, [{ type: 'moveStep', stepId, position: { x: 1, y: 2 } }]);
    await edit(draft.revision, [retitle(stepId!, 'Too late')]);
    const { body } = await school.get(`/api/automations/${id}/edits`, staff);
    expect(body.items.slice(0, 2)).toMatchObject([
      {
        editedBy: 'Some instructor',
        own: true,
        revisionBefore: draft.revision + 1,
        revisionAfter: draft.revision + 2,
        said: [`moved the box of “${before}”`],
        operations: [{ type: 'moveStep', stepId, position: { x: 1, y: 2 } }],
      },
      {
        revisionAfter: draft.revision + 1,
        said: [`renamed “${before}” to “Another title”`, `renamed “Another title” to “${before}”`],
      },
    ]);
    const colleague = await school.api.person('ops');
    const seen = (await school.get(`/api/automations/${id}/edits`, colleague.token)).body;
    expect(seen.items[0].own).toBe(false);
    const stranger = await school.api.person('instructor', await school.api.organization('next-door'));
    expect((await school.get(`/api/automations/${id}/edits`, stranger.token)).status).toBe(404);
  });

  it('is published as the publisher saw it, and only when it can run', async () => {
    const { draft } = await detail();
    const answers = await Promise.all([publish(draft.revision - 1), publish(draft.revision, 'once')]);
    expect(answers.map(({ status }) => status)).toEqual([409, 200]);
    expect(answers[1]!.body).toMatchObject({ number: 2, live: true, publishedBy: 'Some instructor' });
    await school.api.died('once');
    expect(await publish(draft.revision, 'once')).toMatchObject({ status: 200, body: answers[1]!.body });
    expect((await detail()).draft.changedSincePublish).toBe(false);
    const versions = (await school.get(`/api/automations/${id}/versions`, staff)).body;
    expect(
      versions.items.map(({ number, live }: { number: number; live: boolean }) => [number, live]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
    const version = await school.get(`/api/automations/${id}/versions/${versions.items[1].id}`, staff);
    expect(version.body.definition.schemaVersion).toBe(2);

    const { definition, revision } = (await detail()).draft;
    const [edge] = definition.edges;
    const broken = await edit(revision, [{ type: 'disconnect', from: edge.from, port: edge.port }]);
    const check = await school.post(`/api/automations/${id}/check`, staff);
    expect(check.body.ok).toBe(false);
    const [cut, behind] = check.body.problems;
    expect(cut).toMatchObject({ code: 'flow.port-unconnected', stepId: edge.from });
    expect(cut.timeline.at(-1)).toMatchObject({ stepId: edge.from, kind: 'blocked' });
    expect(behind).toMatchObject({ code: 'flow.step-unreachable', stepId: edge.to });
    expect(behind.steps).toHaveLength(Object.keys(definition.steps).length - 1);
    expect(behind.timeline.at(-1)).toMatchObject({ stepId: edge.to });
    const refused = await publish(broken.body.revision);
    expect(refused).toMatchObject({ status: 422, body: { code: 'automation.invalid' } });
    expect(refused.body.data.problems).toHaveLength(check.body.problems.length);
    expect(refused.body.data.problems[0]).toMatchObject({ severity: 'error', timeline: cut.timeline });
    expect((await school.post(`/api/automations/${id}/simulate`, staff)).status).toBe(422);
    await edit(broken.body.revision, [{ type: 'connect', ...edge }]);
  });

  it('is published once, also when the request is sent again while the first is at work', async () => {
    const { draft, live } = await detail();
    const { userId, token } = await school.api.person('instructor');
    const numbers = () =>
      school.get(`/api/automations/${id}/versions`, staff).then(({ body }) => body.items.length);
    const before = await numbers();
    const { dataSource } = school.api.scratch;
    const { again } = await dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM automations WHERE id = $1 FOR NO KEY UPDATE', [id]);
      const body = { revision: draft.revision, note: 'a better text' };
      const second = school.post(`/api/automations/${id}/publish`, token, body, 'at-work');
      await school.api.untilOneWaits('%automations%');
      const about = { action: 'automation.published', subjectKind: 'automation', subjectId: id } as const;
      const { organizationId } = school.api;
      const entry = requestEntry({ organizationId, userId }, 'at-work', about);
      await recordAudit(manager, { ...entry, data: { versionId: live.versionId } });
      return { again: second };
    });
    expect(await again).toMatchObject({ status: 200, body: { id: live.versionId, number: live.number } });
    expect(await numbers()).toBe(before);
  });

  it('keeps who is inside on their version and gives the new one to who comes', async () => {
    const { enrollmentId } = await school.learner();
    const [run] = await school.api.query<{ number: number }>(
      `SELECT v.number FROM runs r JOIN automation_versions v ON v.id = r.version_id WHERE r.enrollment_id = $1`,
      [enrollmentId],
    );
    expect(run!.number).toBe(2);
  });

  it('takes over who is inside when the author says so, and not by a decision about another version', async () => {
    const { draft, live } = await detail();
    const send = (liveVersionId: string | null, steps = {}) =>
      school.post(`/api/automations/${id}/publish`, staff, {
        revision: draft.revision,
        people: { scope: 'now', steps, liveVersionId },
      });
    expect(await send(null)).toMatchObject({ status: 409, body: { code: 'automation.plan-stale' } });
    const unfit = await send(live.versionId, { 'no-such-step': { do: 'keep' } });
    expect(unfit).toMatchObject({ status: 422, body: { code: 'automation.migration-unfit' } });
    const { body, status } = await send(live.versionId);
    expect(status).toBe(200);
    const rows = await school.api.query<{ state: string; kind: string }>(
      `SELECT g.state, p.kind FROM run_migrations g JOIN processes p ON p.subject_id = g.id WHERE g.version_id = $1`,
      [body.id],
    );
    expect(rows).toEqual([{ state: 'running', kind: 'migrateRuns' }]);
  });

  it('is simulated in the engine of the live runs', async () => {
    const { body, status } = await school.post(`/api/automations/${id}/simulate`, staff, {
      enrolledAt: '2026-12-01T08:00:00.000Z',
      behaviour: 'diligent',
    });
    expect(status).toBe(200);
    const kinds = body.entries.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['released', 'message', 'certificate', 'finished'].slice(0, 2)),
    );
    expect(body.entries.at(-1).kind).toBe('finished');
    expect(body.tookMs).toBeLessThan(1_000);
    const bad = await school.post(`/api/automations/${id}/simulate`, staff, { learnerZone: 'Mars/Olympus' });
    expect(bad.status).toBe(400);
  });

  it('shows a mail as it would arrive', async () => {
    const { body } = await school.post(`/api/automations/${id}/message-preview`, staff, {
      subject: 'Hello {{person.name}}',
      body: 'Welcome to **{{course.title}}** at {{school.name}}. {{no.such}}',
      category: 'marketing',
    });
    expect(body.subject).toBe('Hello Ada');
    expect(body.html).toContain('<strong>');
    expect(body.text).toContain('Test school');
    expect(body.unknownVariables).toEqual(['no.such']);
  });

  it('is nothing to other schools and to learners', async () => {
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    for (const path of ['', '/versions', '/counts'])
      expect((await school.get(`/api/automations/${id}${path}`, stranger.token)).status).toBe(404);
    expect(
      (await school.post(`/api/automations/${id}/publish`, stranger.token, { revision: 1 })).status,
    ).toBe(404);
    const learner = await school.api.person();
    expect((await school.get(`/api/automations/${id}`, learner.token)).status).toBe(403);
  });
});

describe('the numbers', () => {
  it('add up, and say so when they do not', async () => {
    const row = { step_id: 'wait', port: null };
    const rows = [
      { ...row, source: 'visits', state: 'waiting', n: 3 },
      { ...row, source: 'visits', state: 'left', port: 'next', n: 4 },
      { ...row, source: 'tokens', state: 'waiting', n: 3 },
    ] as const;
    expect(countSteps(rows)).toEqual([
      expect.objectContaining({ entered: 7, waiting: 3, left: 4, ports: { next: 4 }, conserved: true }),
    ]);
    const moved = { ...row, state: 'migrated' } as const;
    expect(
      countSteps([
        rows[0],
        { ...moved, source: 'visits', n: 2 },
        { ...moved, source: 'out', n: 5 },
        { ...moved, source: 'in', n: 3 },
        rows[2],
      ]),
    ).toEqual([
      expect.objectContaining({ entered: 10, migratedIn: 3, migratedOut: 7, left: 0, conserved: true }),
    ]);
    const parted = { ...row, step_id: 'fork', source: 'visits', state: 'left', n: 2 } as const;
    const [fork] = countSteps(
      [
        { ...parted, port: '*' },
        { ...parted, port: 'one', n: 1 },
      ],
      new Map([['fork', ['one', 'other']]]),
    );
    expect(fork).toMatchObject({ left: 3, ports: { one: 3, other: 2 }, conserved: true });
    expect(countSteps([rows[0], rows[1], { ...rows[2], n: 2 }])[0]!.conserved).toBe(false);
    expect(countSteps([{ ...rows[2], step_id: 'lost' }])[0]).toMatchObject({ entered: 0, conserved: false });
    const { items } = (await school.get(`/api/automations/${id}/versions`, staff)).body;
    const { id: second } = items.find(({ number }: { number: number }) => number === 2);
    const { body } = await school.get(`/api/automations/${id}/counts?versionId=${second}`, staff);
    expect(body).toMatchObject({ versionId: second, conserved: true, openRuns: 1 });
  });

  it('say so when a row is wrong, on the step it is about', async () => {
    const { items } = (await school.get(`/api/automations/${id}/versions`, staff)).body;
    const version = items.find(({ openRuns }: { openRuns: number }) => openRuns > 0);
    const [run] = await school.api.query<{ id: string; organization_id: string }>(
      'SELECT id, organization_id FROM runs WHERE version_id = $1 AND finished_at IS NULL LIMIT 1',
      [version.id],
    );
    const read = async () =>
      (await school.get(`/api/automations/${id}/counts?versionId=${version.id}`, staff)).body as {
        conserved: boolean;
        steps: Array<{ stepId: string; conserved: boolean; entered: number; waiting: number }>;
      };
    expect((await read()).conserved).toBe(true);
    await school.api.query(
      `INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at)
       VALUES ($1, $2, $3, 'ghost', 1, 'waiting', now())`,
      [run!.organization_id, run!.id, version.id],
    );
    const { conserved, steps } = await read();
    expect(conserved).toBe(false);
    expect(steps.filter((step) => !step.conserved).map(({ stepId }) => stepId)).toEqual(['ghost']);
    await school.api.query(`DELETE FROM step_runs WHERE step_id = 'ghost'`);
    expect((await read()).conserved).toBe(true);
  });
});
