import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CourseSchool } from '../../testing/course-school.ts';

let school: CourseSchool;
let staff: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
});
afterAll(() => school.stop(), 20_000);

const create = (body: object) => school.post('/api/automations', staff, body);
const listed = async (archived = false) =>
  (await school.get(`/api/automations?archived=${archived}`, staff)).body.items.map(
    ({ id }: { id: string }) => id,
  );

it('makes a campaign out of a template, once, however often it is asked', async () => {
  const request = { id: randomUUID(), name: 'Win back', courseId: school.freeCourse, template: 'win-back' };
  const made = await create(request);
  expect(made).toMatchObject({ status: 201, body: { id: request.id, use: 'campaign', live: null } });
  expect(Object.keys(made.body.draft.definition.steps).length).toBeGreaterThan(5);
  expect((await create(request)).body.id).toBe(request.id);
  const check = await school.post(`/api/automations/${request.id}/check`, staff);
  expect(check.body).toEqual({ ok: true, problems: [] });
  expect((await listed()).filter((id: string) => id === request.id)).toHaveLength(1);
});

it('begins empty, or as a copy of what was given, in any schema ever released', async () => {
  const empty = await create({ id: randomUUID(), name: 'Empty' });
  const { definition } = empty.body.draft;
  expect(definition.steps).toMatchObject({ start: { kind: 'trigger' }, end: { kind: 'end' } });
  const copy = await create({
    id: randomUUID(),
    name: 'Copy',
    definition: { ...definition, schemaVersion: 1 },
  });
  expect(copy.body.draft.definition).toEqual(definition);
});

it('says what is wrong with a request', async () => {
  const id = randomUUID();
  const codes = await Promise.all([
    create({ id, name: 'Which?', template: 'no-such' }),
    create({ id, name: 'Without course', template: 'onboarding' }),
    create({ id, name: 'No drawing', definition: { schemaVersion: 2, steps: 'none' } }),
    create({ id, name: 'Foreign course', courseId: randomUUID() }),
    create({ id, name: ' ' }),
  ]);
  expect(codes.map(({ status, body }) => [status, body.code])).toEqual([
    [422, 'automation.template-missing'],
    [422, 'automation.course-needed'],
    [422, 'automation.definition-unreadable'],
    [404, expect.any(String)],
    [400, expect.any(String)],
  ]);
  const stranger = await school.api.person('instructor', await school.api.organization('elsewhere'));
  const mine = await create({ id, name: 'Mine' });
  const theirs = await school.post('/api/automations', stranger.token, { id, name: 'Theirs' });
  expect([mine.status, theirs.status]).toEqual([201, 409]);
});

it('is renamed, put away and taken out again, with a word why', async () => {
  const id = randomUUID();
  await create({ id, name: 'Old' });
  const renamed = await school.api.ask('PATCH', `/api/automations/${id}`, {
    as: staff,
    body: { name: 'New' },
  });
  expect(renamed.body.name).toBe('New');
  await school.post(`/api/automations/${id}/archive`, staff, { reason: 'the sale is over' });
  expect([(await listed()).includes(id), (await listed(true)).includes(id)]).toEqual([false, true]);
  const restored = await school.post(`/api/automations/${id}/restore`, staff, { reason: 'another sale' });
  expect(restored.body.archivedAt).toBeNull();
  const rows = await school.api.query<{ action: string; reason: string }>(
    'SELECT action, reason FROM audit_log WHERE subject_id = $1 ORDER BY seq',
    [id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'automation.created',
    'automation.renamed',
    'automation.archived',
    'automation.restored',
  ]);
});

it('keeps the journey of a course', async () => {
  const { body } = await school.get(`/api/courses/${school.freeCourse}`, staff);
  const refused = await school.post(`/api/automations/${body.journeyAutomationId}/archive`, staff, {
    reason: 'by mistake',
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'automation.journey-needed' } });
});
