import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteModel } from '@gradus/database';
import { type SpawnedStandIn, spawnStandIn } from '../../../../../stand-ins/src/hosting/spawn-stand-in.ts';
import { CourseSchool } from '../../testing/course-school.ts';

const PROMPT = 'Cheer somebody up who has done {{learner.progress}} percent of {{course.title}}.';

/** Tried out by its author, at a provider as a process. */
describe('a prompt', () => {
  let provider: SpawnedStandIn;
  let school: CourseSchool;
  let staff: { userId: string; token: string };
  let id: string;
  const folder = mkdtempSync(join(tmpdir(), 'prompt-trials-'));
  beforeAll(async () => {
    provider = await spawnStandIn('ai-provider', { DATA_DIR: folder });
    school = await CourseSchool.start({
      GRADUS_GRADER: 'openai',
      GRADUS_GRADER_MODEL: 'gpt-test',
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: `${provider.url}/v1`,
      GRADUS_RATE_GENERATION_PER_HOUR: '20',
    });
    await noteModel(school.api.scratch.dataSource.manager, { provider: 'openai', model: 'gpt-test' });
    staff = await school.api.person('instructor');
    id = (await school.get(`/api/courses/${school.freeCourse}`, staff.token)).body.journeyAutomationId;
  });
  afterAll(async () => {
    await school.stop();
    await provider.stop();
    rmSync(folder, { recursive: true });
  }, 20_000);

  const attempt = (part: object = {}, as = staff.token, key?: string) =>
    school.post(
      `/api/automations/${id}/prompt-trials`,
      as,
      { prompt: PROMPT, mostCharacters: 300, ...part },
      key,
    );
  const faults = (set: object) =>
    fetch(`${provider.url}/api/faults`, { method: 'POST', body: JSON.stringify(set) });
  const paidCalls = async () =>
    ((await (await fetch(`${provider.url}/api/receipts`)).json()) as { succeeded: number }).succeeded;

  it('is asked with sample values, costs what the prices say, and nobody is sent what it brings', async () => {
    await school.api.query(
      `UPDATE ai_models SET prices = '{"input":1,"cachedInput":0.1,"output":4}' WHERE name = 'gpt-test'`,
    );
    const { status, body } = await attempt();
    expect(status).toBe(200);
    const [course] = await school.api.query<{ title: string }>('SELECT title FROM courses WHERE id = $1', [
      school.freeCourse,
    ]);
    expect(body.asked).toBe(`Cheer somebody up who has done 40 percent of ${course!.title}.`);
    expect(body).toMatchObject({ provider: 'openai', model: 'gpt-test' });
    expect(body.text.length).toBeGreaterThan(0);
    expect(body.text.length).toBeLessThanOrEqual(300);
    expect(body.costUsd).toBeGreaterThan(0);
    const [kept] = await school.api.query(
      `SELECT organization_id, cost_usd, encode(answer_cipher, 'escape') AS answer FROM ai_calls WHERE key LIKE 'try:%'`,
    );
    expect(kept).toMatchObject({ organization_id: school.api.organizationId });
    expect(Number(kept!['cost_usd'])).toBe(body.costUsd);
    expect(kept!['answer']).not.toContain('simulated');
    expect(await school.api.query('SELECT 1 FROM generated_texts UNION ALL SELECT 1 FROM messages')).toEqual(
      [],
    );
  });

  it('is paid for once under one key, also when the process died before it noted its answer', async () => {
    const before = await paidCalls();
    const first = await attempt({}, staff.token, 'once');
    await school.api.query(`DELETE FROM idempotency_keys WHERE key = 'once'`);
    const again = await attempt({}, staff.token, 'once');
    expect(again.body).toEqual(first.body);
    expect(await paidCalls()).toBe(before + 1);
    expect((await attempt({ prompt: 'Another.' }, staff.token, 'once')).status).toBe(422);
  });

  it('that cannot be asked is told what is wrong with it', async () => {
    const named = await attempt({ prompt: 'Write to {{person.name}}.' });
    expect(named).toMatchObject({ status: 422, body: { code: 'writer.prompt-unfit' } });
    expect(named.body.detail).toContain('{{person.name}}');
    const open = await attempt({ prompt: 'Write for {{course.title.' });
    expect(open).toMatchObject({ status: 422, body: { code: 'writer.prompt-unfit' } });
    expect((await attempt({ prompt: ' ' })).status).toBe(400);
  });

  it('comes back in plain words when the provider is away, and may be tried again under its key', async () => {
    await faults({ status: 503 });
    const away = await attempt({}, staff.token, 'away');
    expect(away).toMatchObject({ status: 503, body: { code: 'writer.away' } });
    expect(away.body.detail).toContain('nothing was written');
    await faults({ status: 401 });
    expect(await attempt()).toMatchObject({ status: 502, body: { code: 'writer.refused' } });
    await faults({});
    expect((await attempt({}, staff.token, 'away')).status).toBe(200);
  });

  it('is for those who draw, of their own school, so many times an hour', async () => {
    const learner = await school.api.person();
    const ops = await school.api.person('ops');
    for (const { token } of [learner, ops]) expect((await attempt({}, token)).status).toBe(403);
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect((await attempt({}, stranger.token)).status).toBe(404);
    const busy = await school.api.person('instructor');
    let last = await attempt({ prompt: '{{no.such}}' }, busy.token);
    expect(last.headers['ratelimit-policy']).toBe('"generation";q=20;w=3600');
    for (let n = 0; n < 20; n += 1) last = await attempt({ prompt: '{{no.such}}' }, busy.token);
    expect(last).toMatchObject({ status: 429, body: { data: { limit: 'generation' } } });
  });
});

describe('a prompt without a provider', () => {
  it('is not asked, and its author is told what to do', async () => {
    const school = await CourseSchool.start({ GRADUS_GRADER: 'local' });
    try {
      const { token } = await school.api.person('admin');
      const { body } = await school.get(`/api/courses/${school.freeCourse}`, token);
      const asked = { prompt: PROMPT, mostCharacters: 300 };
      const answer = await school.post(
        `/api/automations/${body.journeyAutomationId}/prompt-trials`,
        token,
        asked,
      );
      expect(answer).toMatchObject({ status: 409, body: { code: 'writer.missing' } });
    } finally {
      await school.stop();
    }
  });
});
