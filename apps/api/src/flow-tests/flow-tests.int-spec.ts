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

const tests = () => `/api/automations/${id}/flow-tests`;
const ask = (method: string, path: string, body?: unknown) =>
  school.api.ask(method, `${tests()}${path}`, { as: staff, body });
const test = (outcome: string) => ({
  name: `Somebody silent: ${outcome}`,
  given: { behaviour: 'silent', enrolledAt: '2026-12-01T08:00:00.000Z' },
  expect: [{ kind: 'outcome', outcome }],
});
const add = async (outcome: string) => (await school.post(tests(), staff, test(outcome))).body.id as string;
const publish = async (more: object = {}) => {
  const { body } = await school.get(`/api/automations/${id}`, staff);
  return school.post(`/api/automations/${id}/publish`, staff, { revision: body.draft.revision, ...more });
};

describe('flow tests', () => {
  it('are written, changed, run against the draft and taken out', async () => {
    const testId = await add('completed');
    const red = await ask('POST', '/run');
    expect(red.status).toBe(200);
    expect(red.body).toMatchObject({ passed: false, results: [{ testId, passed: false }] });
    const [{ failures, timeline, visits }] = red.body.results;
    expect(failures).toEqual([{ index: 0, message: 'The run is completed: it is “ended”.' }]);
    expect(timeline.length).toBeGreaterThan(3);
    expect(visits[0]).toMatchObject({ visit: 1, leftAt: expect.any(String) });
    expect((await ask('PUT', `/${testId}`, test('ended'))).body.name).toBe('Somebody silent: ended');
    expect((await ask('POST', '/run')).body.passed).toBe(true);
    expect((await ask('DELETE', `/${testId}`)).status).toBe(204);
    expect((await ask('GET', '')).body).toEqual({ items: [] });
    expect((await ask('PUT', `/${testId}`, test('ended'))).status).toBe(404);
    expect((await ask('POST', '', { ...test('ended'), expect: [] })).status).toBe(400);
  });

  it('refuse publishing while one is red, unless the author says why; and are kept with the version', async () => {
    const green = await add('ended');
    const red = await add('completed');
    const before = await school.get(`/api/automations/${id}/versions`, staff);
    const refused = await publish();
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'automation.tests-red',
      data: { failures: [{ testId: red }] },
    });
    const after = await school.get(`/api/automations/${id}/versions`, staff);
    expect(after.body.items.length).toBe(before.body.items.length);
    expect((await publish({ despiteTests: { reason: ' ' } })).status).toBe(400);
    const reason = 'The test is about next term';
    const { status, body: version } = await publish({ despiteTests: { reason } });
    expect(status).toBe(200);
    const audited = await school.api.query(
      `SELECT reason, data FROM audit_log WHERE action = 'automation.published-despite-tests'`,
    );
    expect(audited).toMatchObject([{ reason, data: { red: ['Somebody silent: completed'] } }]);
    await ask('DELETE', `/${red}`);
    await ask('PUT', `/${green}`, { ...test('ended'), name: 'Another name' });
    const kept = await ask('GET', `?versionId=${version.id}`);
    expect(
      kept.body.items.map(({ name, passed }: { name: string; passed: boolean }) => [name, passed]),
    ).toEqual([
      ['Somebody silent: ended', true],
      ['Somebody silent: completed', false],
    ]);
    expect((await ask('DELETE', `/${kept.body.items[0].id}`)).status).toBe(404);
    expect((await publish()).status).toBe(200);
  });

  it('are nothing to other schools, and only read by ops', async () => {
    const stranger = await school.api.person('admin', await school.api.organization('tests-elsewhere'));
    expect((await school.get(tests(), stranger.token)).status).toBe(404);
    expect((await school.post(tests(), stranger.token, test('ended'))).status).toBe(404);
    const ops = await school.api.person('ops');
    expect((await school.get(tests(), ops.token)).status).toBe(200);
    expect((await school.post(tests(), ops.token, test('ended'))).status).toBe(403);
  });
});
