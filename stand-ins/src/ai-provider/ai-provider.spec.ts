import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnStandIn, type SpawnedStandIn } from '../hosting/spawn-stand-in.ts';

const criteria = [
  {
    key: 'segment',
    title: 'Who gets it',
    points: 10,
    terms: ['segment', 'purchase', 'consent'],
    ratings: [{ points: 10 }, { points: 5 }, { points: 0 }],
    exemplars: {
      full: ['The segment is customers whose last purchase is 90 days ago and who gave consent.'],
      partial: ['We write to old customers who were away for long.'],
      none: ['The shop is in a nice house.'],
    },
  },
];
const rubric = `Rules.\n<rubric>${JSON.stringify({ criteria })}</rubric>`;
const submission = (answer: string) => `<submission>${JSON.stringify({ answer })}</submission>`;
let folder: string;
let provider: SpawnedStandIn;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ai-'));
  provider = await spawnStandIn('ai-provider', { DATA_DIR: folder });
});
afterEach(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true });
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(provider.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer k', 'x-api-key': 'k', ...headers },
    body: JSON.stringify(body),
  });
const openAi = (answer: string, key = 'k1') =>
  post(
    '/v1/responses',
    { model: 'gpt', instructions: rubric, input: [{ role: 'user', content: submission(answer) }] },
    { 'idempotency-key': key },
  );
const anthropic = (answer: string, key = 'k1') =>
  post(
    '/v1/messages',
    {
      model: 'claude',
      max_tokens: 99,
      system: [{ type: 'text', text: rubric }],
      messages: [{ role: 'user', content: submission(answer) }],
    },
    { 'idempotency-key': key, 'anthropic-version': '2023-06-01' },
  );
const read = async (path: string) =>
  (await fetch(provider.url + path)).json() as Promise<Record<string, unknown>>;

describe('the AI provider stand-in', () => {
  it.each([
    ['The segment is customers whose last purchase is 90 days ago and who gave consent.', 10],
    ['We write to old customers who were away for long.', 5],
    ['Nothing at all.', 0],
  ])('grades %j the same over both protocols', async (answer, points) => {
    const one = (await (await openAi(answer)).json()) as {
      output: Array<{ content: Array<{ text: string }> }>;
    };
    const other = (await (await anthropic(answer)).json()) as {
      content: Array<{ text: string }>;
      stop_reason: string;
    };
    const grade = JSON.parse(one.output[0]?.content[0]?.text ?? '') as {
      criteria: Array<{ points: number; evidence: string }>;
    };
    expect(grade.criteria[0]?.points).toBe(points);
    expect(answer).toContain(grade.criteria[0]?.evidence);
    expect(JSON.parse(other.content[0]?.text ?? '')).toEqual(grade);
    expect(other.stop_reason).toBe('end_turn');
  });

  it('keeps every call over SIGKILL and counts repeated keys', async () => {
    const answered = await openAi('Something.', 'a');
    expect(answered.headers.get('x-request-id')).toMatch(/^req_/);
    await anthropic('Something.', 'a');
    await openAi('Something.', 'b');
    await provider.stop('SIGKILL');
    provider = await spawnStandIn('ai-provider', { DATA_DIR: folder });
    expect(await read('/api/receipts')).toMatchObject({ total: 3, succeeded: 3, unique: 2, duplicates: 1 });
    expect(await (await fetch(provider.url)).text()).toContain('Simulated');
  });

  it('fails, asks to wait and dawdles on request', async () => {
    await post('/api/faults', { status: 429, retryAfter: 7 });
    const busy = await openAi('Something.');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await (await anthropic('x')).json()).toMatchObject({
      type: 'error',
      error: { type: 'rate_limit_error' },
    });
    await post('/api/faults', { latencyMs: 150 });
    const begun = Date.now();
    expect((await openAi('Something.')).status).toBe(200);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(140);
    expect((await post('/api/faults', { status: 200 })).status).toBe(400);
    expect(await read('/api/receipts')).toMatchObject({ total: 3, succeeded: 1 });
  });

  it('wants a key', async () => {
    const answer = await post('/v1/responses', {}, { authorization: '', 'x-api-key': '' });
    expect(answer.status).toBe(401);
  });
});
