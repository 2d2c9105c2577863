import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault, publishVersion, replaceKey } from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { newSecret, signCall } from '@gradus/integrations/webhooks';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let staff: string;
let automation: string;
const secret = newSecret();

beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
  automation = await live();
  await replaceKey(
    school.api.scratch.dataSource.manager,
    school.api.app.get(Vault),
    { organizationId: school.api.organizationId, automationId: automation, direction: 'in' },
    { secret, by: null },
  );
}, 20_000);
afterAll(() => school.stop(), 20_000);

async function live(): Promise<string> {
  const definition: Definition = {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'always' },
    settings: { exitOn: [] },
    steps: {
      start: {
        kind: 'trigger',
        title: 'Start',
        config: {
          on: {
            kind: 'webhook',
            person: { by: 'email', path: 'customer.email' },
            keep: [{ path: 'order.total', into: 'total', type: 'number' }],
          },
        },
      },
      done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
    },
    edges: [{ from: 'start', port: 'next', to: 'done' }],
  };
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
     VALUES ($1, 'Bought elsewhere', 'campaign', $2, '{}') RETURNING id`,
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

const tell = async (
  body: unknown,
  {
    id = randomUUID() as string,
    by = secret,
    at = Date.now(),
    to = automation,
    text = JSON.stringify(body),
  } = {},
) => {
  const response = await school.api.app.inject({
    method: 'POST',
    url: `/api/hooks/${to}`,
    headers: { 'content-type': 'application/json', ...signCall([{ keyId: 'k', secret: by }], id, text, at) },
    payload: text,
  });
  return { status: response.statusCode, body: response.json() as Record<string, unknown>, id };
};
const told = (userId: string) =>
  school.api.query<{ data: object }>(
    `SELECT data FROM domain_events WHERE type = 'webhook.received' AND user_id = $1`,
    [userId],
  );

describe('a hook', () => {
  it('refuses an id that is longer than what is kept, and notes nothing of it', async () => {
    const answer = await tell({ customer: { email: 'a@example.org' } }, { id: 'x'.repeat(201) });
    expect(answer).toMatchObject({ status: 422, body: { code: 'hook.id-too-long' } });
    const rows = await school.api.query(`SELECT 1 FROM hook_deliveries WHERE delivery_id LIKE 'xxx%'`);
    expect(rows).toEqual([]);
  });

  it('takes a signed call once it is committed, as one fact, whatever is repeated', async () => {
    const { email, userId } = await school.api.person();
    const payload = {
      customer: { email: email.toUpperCase() },
      order: { total: 49.5, lines: [1] },
      more: 'x',
    };
    const first = await tell(payload);
    expect(first).toMatchObject({ status: 202, body: { outcome: 'taken', duplicate: false } });
    const again = await tell({ customer: { email: 'other@example.org' } }, { id: first.id });
    expect(again).toMatchObject({ status: 202, body: { id: first.id, outcome: 'taken', duplicate: true } });
    expect(await told(userId)).toEqual([{ data: { total: 49.5, automation } }]);
    const { body } = await school.get(`/api/automations/${automation}/hook`, staff);
    expect(body.url).toMatch(new RegExp(`/api/hooks/${automation}$`));
    expect(body.latest[0]).toMatchObject({ id: first.id, outcome: 'taken', person: { id: userId } });
  });

  it('refuses what is not signed by the secret, or not lately, and keeps nothing of it', async () => {
    const { email, userId } = await school.api.person();
    const payload = { customer: { email } };
    expect(await tell(payload, { by: newSecret() })).toMatchObject({
      status: 401,
      body: { code: 'hook.unsigned' },
    });
    expect((await tell(payload, { at: Date.now() - 301_000 })).status).toBe(401);
    expect((await tell(payload, { to: randomUUID() })).status).toBe(404);
    const bare = await school.api.app.inject({ method: 'POST', url: `/api/hooks/${automation}`, payload });
    expect(bare.statusCode).toBe(401);
    expect(await told(userId)).toEqual([]);
  });

  it('lists people nobody knows, and says what is wrong with a payload', async () => {
    const lost = await tell({ customer: { email: 'nobody@example.org' } });
    expect(lost).toMatchObject({ status: 202, body: { outcome: 'unknown' } });
    expect(await tell({ customer: {} })).toMatchObject({ status: 422, body: { code: 'hook.unfit' } });
    expect((await tell(null, { text: '"text"' })).status).toBe(422);
    const { unknown } = (await school.get(`/api/automations/${automation}/hook`, staff)).body;
    expect(unknown).toMatchObject([{ id: lost.id, label: 'nobody@example.org', person: null }]);
    const large = await tell(null, { text: JSON.stringify({ customer: { email: 'x'.repeat(70_000) } }) });
    expect(large).toMatchObject({ status: 413, body: { code: 'hook.too-large' } });
  });

  it('knows nobody of another school, and is shown to nobody of one', async () => {
    const elsewhere = await school.api.organization('elsewhere');
    const stranger = await school.api.person('admin', elsewhere);
    expect((await tell({ customer: { email: stranger.email } })).body['outcome']).toBe('unknown');
    expect((await school.get(`/api/automations/${automation}/hook`, stranger.token)).status).toBe(404);
  });

  it('is shut when the automation is put away', async () => {
    const { email } = await school.api.person();
    await school.api.query('UPDATE automations SET archived_at = now() WHERE id = $1', [automation]);
    expect((await tell({ customer: { email } })).status).toBe(404);
    await school.api.query('UPDATE automations SET archived_at = NULL WHERE id = $1', [automation]);
    expect((await tell({ customer: { email } })).status).toBe(202);
  });
});
