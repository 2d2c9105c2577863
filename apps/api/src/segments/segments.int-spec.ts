import { randomUUID } from 'node:crypto';
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
afterAll(() => school.stop(), 20_000);

const everybody = { match: 'all', conditions: [{ about: 'role', roles: ['learner'] }] };
const put = (id: string, body: unknown, as = staff) =>
  school.api.ask('PUT', `/api/segments/${id}`, { as, body });

async function liveStart(segment: string): Promise<string> {
  const definition: Definition = {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'segment', segment } } },
      done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
    },
    edges: [{ from: 'start', port: 'next', to: 'done' }],
  };
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
     VALUES ($1, 'Welcome back', 'campaign', $2, '{}') RETURNING id`,
    [school.api.organizationId, JSON.stringify(definition)],
  );
  await school.api.scratch.dataSource.transaction((manager) =>
    publishVersion(manager, {
      organizationId: school.api.organizationId,
      automationId: row!.id,
      publishedBy: null,
      note: '',
      expectedRevision: 1,
    }),
  );
  return row!.id;
}

describe('segments', () => {
  it('are previewed, saved, listed with their members, and changed', async () => {
    const { email, userId } = await school.api.person();
    const preview = await school.api.ask('POST', '/api/segments/preview', {
      as: staff,
      body: { audience: everybody },
    });
    expect(preview.body.samples).toContainEqual({ userId, email, name: 'Some learner' });
    const id = randomUUID();
    const saved = await put(id, { name: 'Learners', audience: everybody });
    expect(saved).toMatchObject({
      status: 200,
      body: { id, name: 'Learners', audience: everybody, members: preview.body.total, usedBy: [] },
    });
    const members = await school.get(`/api/segments/${id}/members`, staff);
    expect(members.body.items.map((member: { userId: string }) => member.userId)).toContain(userId);
    const changed = await put(id, { name: 'Nobody', audience: { match: 'any', conditions: [] } });
    expect(changed.body).toMatchObject({ name: 'Nobody', members: 0 });
    expect((await school.get('/api/segments', staff)).body.items).toHaveLength(1);
  });

  it('have names of their own', async () => {
    await put(randomUUID(), { name: 'Taken', audience: everybody });
    const second = await put(randomUUID(), { name: 'Taken', audience: everybody });
    expect(second).toMatchObject({ status: 409, body: { code: 'segment.name-taken' } });
  });

  it('take no SQL and nothing they do not know', async () => {
    const odd = [
      { match: 'all', conditions: [{ about: 'sql', where: '1=1' }] },
      { match: 'all', conditions: [{ about: 'progress', course: 'x', compare: 'atLeast', percent: 5 }] },
      { match: 'all', conditions: [{ about: 'joined', compare: '>', days: 1 }] },
      { match: 'none', conditions: [] },
    ];
    for (const audience of odd)
      expect((await put(randomUUID(), { name: randomUUID(), audience })).status).toBe(400);
  });

  it('cannot be put away while a live automation begins with them', async () => {
    const id = randomUUID();
    await put(id, { name: 'In use', audience: everybody });
    const automation = await liveStart(id);
    expect((await school.get(`/api/segments/${id}`, staff)).body.usedBy).toEqual([
      { id: automation, name: 'Welcome back' },
    ]);
    const refused = await school.api.ask('DELETE', `/api/segments/${id}`, { as: staff });
    expect(refused).toMatchObject({ status: 409, body: { code: 'segment.in-use' } });
    await school.api.query('UPDATE automations SET archived_at = now() WHERE id = $1', [automation]);
    expect((await school.api.ask('DELETE', `/api/segments/${id}`, { as: staff })).status).toBe(204);
    expect((await school.get(`/api/segments/${id}`, staff)).status).toBe(404);
  });

  it('are of one school, seen by staff, changed by those who teach', async () => {
    const id = randomUUID();
    await put(id, { name: 'Ours', audience: everybody });
    const stranger = await school.api.person('admin', await school.api.organization('strangers'));
    expect((await school.get(`/api/segments/${id}`, stranger.token)).status).toBe(404);
    expect((await put(id, { name: 'Theirs', audience: everybody }, stranger.token)).status).toBe(404);
    const ops = await school.api.person('ops');
    expect((await school.get(`/api/segments/${id}`, ops.token)).status).toBe(200);
    expect((await put(id, { name: 'Ops', audience: everybody }, ops.token)).status).toBe(403);
    const learner = await school.api.person();
    expect((await school.get('/api/segments', learner.token)).status).toBe(403);
  });
});
