import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openKeys, Vault } from '@gradus/database';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let admin: string;
let teacher: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  admin = (await school.api.person('admin')).token;
  teacher = (await school.api.person('instructor')).token;
}, 20_000);
afterAll(() => school.stop(), 20_000);

describe('connections', () => {
  it('begin with nobody to call, and name the hosts an admin allows', async () => {
    expect((await school.get('/api/connections', teacher)).body).toMatchObject({ hosts: [], keys: [] });
    const put = (hosts: unknown, as = admin) =>
      school.api.ask('PUT', '/api/connections/hosts', { as, body: { hosts } });
    expect((await put(['Hooks.Example.org', '*.partner.test'])).body.hosts).toEqual([
      '*.partner.test',
      'hooks.example.org',
    ]);
    expect((await put(['hooks.example.org'])).body.hosts).toEqual(['hooks.example.org']);
    for (const odd of [['*'], ['https://x.test'], ['localhost'], 'x.test'])
      expect((await put(odd)).status).toBe(400);
    expect((await put([], teacher)).status).toBe(403);
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect((await school.get('/api/connections', stranger.token)).body.hosts).toEqual([]);
  });

  it('show a secret once, and let the old key count for a day', async () => {
    const make = () => school.api.ask('POST', '/api/connections/keys', { as: admin });
    const first = await make();
    expect(first).toMatchObject({
      status: 201,
      body: { keys: [{ keyId: first.body.keyId, retiresAt: null }] },
    });
    expect(first.body.secret).toMatch(/^whsec_.{40,}/);
    const second = await make();
    const { keys } = (await school.get('/api/connections', admin)).body;
    expect(keys).toMatchObject([
      { keyId: second.body.keyId, retiresAt: null },
      { keyId: first.body.keyId, retiresAt: expect.any(String) },
    ]);
    expect(JSON.stringify(keys)).not.toContain('whsec_');
    const stored = await school.api.query<{ sealed: Buffer }>('SELECT sealed FROM signing_keys');
    for (const { sealed } of stored) expect(sealed.includes('whsec_')).toBe(false);
    expect((await school.api.ask('POST', '/api/connections/keys', { as: teacher })).status).toBe(403);
  });

  it('hold the keys of each automation apart', async () => {
    const [row] = await school.api.query<{ id: string }>(
      `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
       VALUES ($1, 'Told', 'campaign', '{}', '{}') RETURNING id`,
      [school.api.organizationId],
    );
    const path = `/api/automations/${row!.id}/signing-keys`;
    const made = await school.api.ask('POST', path, { as: teacher, body: { direction: 'in' } });
    expect(made.status).toBe(201);
    expect((await school.get(`${path}?direction=in`, teacher)).body.keys).toHaveLength(1);
    expect((await school.get(`${path}?direction=out`, teacher)).body.keys).toEqual([]);
    const owner = {
      organizationId: school.api.organizationId,
      automationId: row!.id,
      direction: 'in' as const,
    };
    const opened = await openKeys(school.api.scratch.dataSource.manager, school.api.app.get(Vault), owner);
    expect(opened).toEqual([{ keyId: made.body.keyId, secret: made.body.secret }]);
    const stranger = await school.api.person('admin', await school.api.organization('far'));
    expect((await school.get(`${path}?direction=in`, stranger.token)).status).toBe(404);
  });
});
