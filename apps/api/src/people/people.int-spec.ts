import { ApiUnderTest, type Person } from '../testing/api-under-test.ts';

let api: ApiUnderTest;
let staff: Person;
let learner: Person;
beforeAll(async () => {
  api = await ApiUnderTest.start({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  staff = await api.person('instructor');
  learner = await api.person();
});
afterAll(() => api.stop(), 20_000);

const ask = (method: string, path: string, body?: unknown, as = staff.token) =>
  api.ask(method, `/api/people/${learner.userId}${path}`, { as, ...(body === undefined ? {} : { body }) });
const events = () =>
  api.query<{ type: string; data: object }>(
    `SELECT type, data FROM domain_events WHERE user_id = $1 ORDER BY seq`,
    [learner.userId],
  );

describe('what staff note about a person', () => {
  it('is a tag, once however often it is put on, and a fact for those who listen', async () => {
    const once = await ask('PUT', '/tags/vip');
    const twice = await ask('PUT', '/tags/vip');
    expect(once).toMatchObject({ status: 200, body: { tags: [{ tag: 'vip', by: 'Some instructor' }] } });
    expect(twice.body).toEqual(once.body);
    expect(await events()).toEqual([{ type: 'tag.added', data: { tag: 'vip' } }]);
    const gone = await ask('DELETE', '/tags/vip');
    expect(gone.body).toMatchObject({
      tags: [],
      history: [{ what: 'Tag “vip” taken off' }, { what: 'Tagged “vip”' }],
    });
    expect((await ask('DELETE', '/tags/vip')).status).toBe(200);
    expect((await events()).map(({ type }) => type)).toEqual(['tag.added', 'tag.removed']);
  });

  it('is a field with its type, whose value stays out of events and audit', async () => {
    await ask('PUT', '/fields/phone', { type: 'text', value: '+49 30 1234' });
    await ask('PUT', '/fields/birthday', { type: 'date', value: '1990-02-28' });
    const { body } = await ask('PUT', '/fields/calls', { type: 'number', value: 2 });
    expect(body.fields).toEqual([
      expect.objectContaining({ name: 'birthday', type: 'date', value: '1990-02-28' }),
      expect.objectContaining({ name: 'calls', type: 'number', value: 2 }),
      expect.objectContaining({ name: 'phone', type: 'text', value: '+49 30 1234' }),
    ]);
    const told = await api.query(
      `SELECT data::text FROM domain_events UNION ALL SELECT data::text || reason FROM audit_log`,
    );
    expect(JSON.stringify(told)).not.toContain('1234');
    const after = await ask('DELETE', '/fields/phone');
    expect(after.body.fields.map(({ name }: { name: string }) => name)).toEqual(['birthday', 'calls']);
  });

  it('is offered to those who draw', async () => {
    await ask('PUT', '/tags/alumni');
    const { body } = await api.ask('GET', '/api/person-labels', { as: staff.token });
    expect(body.tags).toContain('alumni');
    expect(body.fields).toEqual(expect.arrayContaining([{ name: 'calls', type: 'number' }]));
  });

  it.each([
    ['PUT', '/tags/Not-A-Tag', undefined],
    ['PUT', '/fields/constructor', { type: 'text', value: 'x' }],
    ['PUT', '/fields/due', { type: 'date', value: '2026-02-30' }],
    ['PUT', '/fields/due', { type: 'number', value: '3' }],
    ['PUT', '/fields/due', { type: 'text', value: '' }],
  ])('is refused when it has no proper shape: %s %s', async (method, path, body) => {
    expect((await ask(method, path, body)).status).toBe(400);
  });

  it('is for staff, of their own school', async () => {
    expect((await ask('GET', '', undefined, learner.token)).status).toBe(403);
    const stranger = await api.person('admin', await api.organization('elsewhere'));
    expect((await ask('GET', '', undefined, stranger.token)).status).toBe(404);
    expect((await ask('PUT', '/tags/vip', undefined, stranger.token)).status).toBe(404);
    expect(
      (await api.query(`SELECT 1 FROM person_tags WHERE tag = 'vip' AND removed_at IS NULL`)).length,
    ).toBe(0);
  });

  it('is put down in the audit log', async () => {
    const rows = await api.query<{ action: string }>(
      'SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY seq',
      [learner.userId],
    );
    expect(rows.map(({ action }) => action).slice(0, 3)).toEqual([
      'person.tag',
      'person.untag',
      'person.set-field',
    ]);
  });
});
