import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishVersion } from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let staff: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
}, 20_000);
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const welcome = (entry: Definition['entry'], suppressWhile: string[] = []): Definition => ({
  schemaVersion: 2,
  trigger: 'start',
  entry,
  settings: { exitOn: [], suppressWhile },
  steps: {
    start: { kind: 'trigger', title: 'By hand', config: { on: { kind: 'manual' } } },
    stay: {
      kind: 'wait',
      title: 'Stay',
      config: { for: { kind: 'duration', duration: { amount: 9, unit: 'days' } }, zone: 'none' },
    },
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  },
  edges: [
    { from: 'start', port: 'next', to: 'stay' },
    { from: 'stay', port: 'next', to: 'done' },
  ],
});

async function campaign(
  definition = welcome({ rule: 'once' }),
  { courseId = null as string | null, publish = true } = {},
): Promise<string> {
  const { api } = school;
  const [row] = await api.query<{ id: string }>(
    `INSERT INTO automations (organization_id, course_id, name, use, draft_definition, draft_layout)
     VALUES ($1, $2, 'Welcome', 'campaign', $3, '{}') RETURNING id`,
    [api.organizationId, courseId, JSON.stringify(definition)],
  );
  if (publish)
    await api.scratch.dataSource.transaction((manager) =>
      publishVersion(manager, {
        organizationId: api.organizationId,
        automationId: row!.id,
        publishedBy: null,
        note: '',
        expectedRevision: 1,
      }),
    );
  return row!.id;
}
const at = (automation: string) => `/api/automations/${automation}`;
const reason = 'asked for on the phone';

describe('starting by hand', () => {
  it('begins a run of one person, once however often the request comes', async () => {
    const automation = await campaign();
    const { userId } = await school.api.person();
    const first = await school.post(`${at(automation)}/runs`, staff, { userId, reason }, 'the-key');
    const again = await school.post(`${at(automation)}/runs`, staff, { userId, reason }, 'the-key');
    expect(first.status).toBe(202);
    expect(again.body).toEqual(first.body);
    const runs = await school.api.query('SELECT id FROM runs WHERE automation_id = $1', [automation]);
    expect(runs).toEqual([{ id: first.body.runId }]);
    const { body } = await school.get(`${at(automation)}/admissions`, staff);
    expect(body.items).toMatchObject([
      { cause: 'by-hand', state: 'done', total: 1, left: 0, outcomes: { started: 1 }, reason },
    ]);
  });

  it('answers the same run also when its first answer was lost', async () => {
    const automation = await campaign();
    const { userId } = await school.api.person();
    const first = await school.post(`${at(automation)}/runs`, staff, { userId, reason }, 'lost-key');
    await school.api.query('DELETE FROM idempotency_keys');
    const again = await school.post(`${at(automation)}/runs`, staff, { userId, reason }, 'lost-key');
    expect(again).toMatchObject({ status: 202, body: first.body });
  });

  it('keeps to the entry rule, to suppression and to the course', async () => {
    const other = await campaign(welcome({ rule: 'always' }));
    const once = await campaign();
    const shy = await campaign(welcome({ rule: 'always' }, [other]));
    const ofCourse = await campaign(welcome({ rule: 'always' }), { courseId: school.freeCourse });
    const { userId } = await school.api.person();
    const start = async (automation: string, who = userId) => {
      const { status, body } = await school.post(`${at(automation)}/runs`, staff, { userId: who, reason });
      return [status, body.code];
    };
    expect(await start(once)).toEqual([202, undefined]);
    expect(await start(once)).toEqual([409, 'entry.inside']);
    expect(await start(other)).toEqual([202, undefined]);
    expect(await start(shy)).toEqual([409, 'entry.suppressed']);
    expect(await start(ofCourse)).toEqual([409, 'entry.not-enrolled']);
    const draft = await campaign(welcome({ rule: 'once' }), { publish: false });
    expect(await start(draft)).toEqual([409, 'automation.not-live']);
    const foreign = await school.api.person('learner', await school.api.organization('elsewhere'));
    expect(await start(other, foreign.userId)).toEqual([404, 'person.not-found']);
  });

  it('begins with the enrollment where the automation belongs to a course', async () => {
    const automation = await campaign(welcome({ rule: 'always' }), { courseId: school.freeCourse });
    const learner = await school.learner();
    await school.api.query(`UPDATE enrollments SET state = 'active' WHERE id = $1`, [learner.enrollmentId]);
    const { body } = await school.post(`${at(automation)}/runs`, staff, { userId: learner.userId, reason });
    const [run] = await school.api.query('SELECT enrollment_id FROM runs WHERE id = $1', [body.runId]);
    expect(run).toEqual({ enrollment_id: learner.enrollmentId });
  });

  it('is for staff', async () => {
    const automation = await campaign();
    const learner = await school.api.person();
    const answer = await school.post(`${at(automation)}/runs`, learner.token, {
      userId: learner.userId,
      reason,
    });
    expect(answer.status).toBe(403);
  });
});

describe('letting many in', () => {
  it('says first what would happen, then writes everybody down and nobody twice', async () => {
    const automation = await campaign();
    const people = [await school.api.person(), await school.api.person(), await school.api.person()];
    await school.post(`${at(automation)}/runs`, staff, { userId: people[0]!.userId, reason });
    const addresses = [
      ...people.map(({ email }) => email.toUpperCase()),
      'nobody@test.local',
      people[1]!.email,
    ];
    const who = { kind: 'addresses', addresses };
    const preview = await school.api.ask('POST', `${at(automation)}/admissions/preview`, {
      as: staff,
      body: { who },
    });
    expect(preview.body).toMatchObject({ total: 4, enter: 2, inside: 1, unknown: 1, suppressed: 0 });
    expect(preview.body.samples.map((sample: { email: string }) => sample.email).toSorted()).toEqual(
      [people[1]!.email, people[2]!.email].toSorted(),
    );
    const started = await school.post(`${at(automation)}/admissions`, staff, { who, reason }, 'many');
    expect(started).toMatchObject({ status: 202, body: { state: 'open', total: 4, left: 4 } });
    await school.api.query('DELETE FROM idempotency_keys');
    const again = await school.post(`${at(automation)}/admissions`, staff, { who, reason }, 'many');
    expect(again.body.id).toBe(started.body.id);
    const processes = await school.api.query(
      `SELECT state FROM processes WHERE kind = 'admitPeople' AND subject_id = $1`,
      [started.body.id],
    );
    expect(processes).toEqual([{ state: 'open' }]);
    const listed = await school.get(`${at(automation)}/admissions/${started.body.id}/people`, staff);
    expect(listed.body.items.map((one: { email: string }) => one.email)).toEqual([
      ...people.map(({ email }) => email),
      'nobody@test.local',
    ]);
  });

  it('is paused, goes on and is stopped for good', async () => {
    const automation = await campaign();
    const { userId } = await school.api.person();
    const who = { kind: 'people', userIds: [userId] };
    const { body } = await school.post(`${at(automation)}/admissions`, staff, { who, reason });
    const control = (action: string) =>
      school.post(`${at(automation)}/admissions/${body.id}/control`, staff, { action, reason });
    expect((await control('pause')).body.state).toBe('paused');
    expect((await control('resume')).body.state).toBe('open');
    expect((await control('stop')).body.state).toBe('stopped');
    expect((await control('resume')).body.code).toBe('admission.ended');
  });

  it('knows nothing of other schools', async () => {
    const automation = await campaign();
    const { token } = await school.api.person('ops', await school.api.organization('far-away'));
    for (const path of ['/admissions', '/admissions/preview', '/runs'])
      expect(
        (
          await school.post(`${at(automation)}${path}`, token, {
            who: { kind: 'roster' },
            userId: '6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01',
            reason,
          })
        ).status,
      ).toBeGreaterThanOrEqual(400);
  });
});
