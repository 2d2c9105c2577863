import { Vault } from '@gradus/database';
import { DataSource } from 'typeorm';
import { ApiUnderTest, type Person } from '../testing/api-under-test.ts';

let api: ApiUnderTest;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  api = await ApiUnderTest.start({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  ada = await api.person();
  bob = await api.person();
});
afterAll(() => api.stop(), 20_000);

const show = async (person: Person, title: string, minute: number) => {
  const [row] = await api.query<{ id: string }>(
    `INSERT INTO messages (organization_id, user_id, key, category, purpose, subject, channel, state)
     VALUES ($1, $2, $3, 'transactional', 'step', $4, 'inApp', 'done') RETURNING id`,
    [api.organizationId, person.userId, `${person.userId}:${title}`, title],
  );
  const { manager } = api.app.get(DataSource);
  const content = await api.app
    .get(Vault)
    .sealJson(manager, person.userId, { title, body: 'Look', path: '/courses' });
  await api.query(
    `INSERT INTO notices (organization_id, user_id, message_id, content_cipher, shown_at)
     VALUES ($1, $2, $3, $4, '2026-01-01T00:00:00.0004Z'::timestamptz + make_interval(mins => $5))`,
    [api.organizationId, person.userId, row!.id, content, minute],
  );
};
const list = async (person: Person, query = '') =>
  (await api.ask('GET', `/api/notices${query}`, { as: person.token })).body;
const unread = async (person: Person) =>
  (await api.ask('GET', '/api/notices/count', { as: person.token })).body.unread;

describe('notices', () => {
  beforeAll(async () => {
    for (let at = 0; at < 23; at++) await show(ada, `Notice ${at}`, at);
    await show(bob, 'For Bob', 1);
  });

  it('are listed to their person alone, newest first, page by page', async () => {
    const first = await list(ada);
    expect(first.items).toHaveLength(20);
    expect(first.items[0]).toMatchObject({ title: 'Notice 22', body: 'Look', path: '/courses', read: false });
    const second = await list(ada, `?cursor=${first.next}`);
    expect(second.items.map(({ title }: { title: string }) => title)).toEqual([
      'Notice 2',
      'Notice 1',
      'Notice 0',
    ]);
    expect(second.next).toBeNull();
    expect((await list(bob)).items.map(({ title }: { title: string }) => title)).toEqual(['For Bob']);
  });

  it('are counted, and marked one by one or all that were seen', async () => {
    expect(await unread(ada)).toBe(23);
    const [newest, next] = (await list(ada)).items;
    const read = await api.ask('PUT', `/api/notices/${newest.id}/read`, { as: ada.token });
    expect(read).toMatchObject({ status: 200, body: { unread: 22 } });
    await show(ada, 'Come meanwhile', 60);
    const all = await api.ask('PUT', '/api/notices/read', { as: ada.token, body: { until: next.at } });
    expect(all.body).toEqual({ unread: 1 });
    expect((await list(ada, '?unread=yes')).items).toMatchObject([{ title: 'Come meanwhile' }]);
  });

  it("are nobody else's to mark", async () => {
    const [own] = (await list(bob)).items;
    const foreign = await api.ask('PUT', `/api/notices/${own.id}/read`, { as: ada.token });
    expect(foreign.status).toBe(404);
    expect(await unread(bob)).toBe(1);
    expect((await api.ask('GET', '/api/notices')).status).toBe(401);
  });

  it('go with what else was sealed for a person', async () => {
    await api.query('UPDATE data_keys SET wrapped_key = NULL, destroyed_at = now() WHERE user_id = $1', [
      bob.userId,
    ]);
    expect((await list(bob)).items).toMatchObject([{ title: 'Erased', body: '' }]);
  });
});
