import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnStandIn, type SpawnedStandIn } from '../hosting/spawn-stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`;
let receiver: SpawnedStandIn;

beforeAll(async () => {
  receiver = await spawnStandIn('webhook-receiver', { DATA_DIR: folder, HTTP_PORT: '0' });
}, 20_000);
afterAll(async () => {
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(receiver.url + path, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

function signed(id: string, body: unknown, at = Date.now(), by = secret): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', Buffer.from(by.slice(6), 'base64')).update(
    `${id}.${timestamp}.${JSON.stringify(body)}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac.digest('base64')}`,
  };
}

describe('the webhook receiver', () => {
  it('notes what it received and judges the signature', async () => {
    const body = { learner: 'x' };
    const first = await ask('POST', '/hooks/crm', body, signed('a', body));
    expect(await first.json()).toMatchObject({ simulated: true, signature: 'unchecked' });
    await ask('PUT', '/api/secrets', { secrets: [secret] });
    const judged = async (headers: Record<string, string>) =>
      ((await (await ask('POST', '/hooks/crm', body, headers)).json()) as { signature: string }).signature;
    expect(await judged(signed('a', body))).toBe('right');
    expect(await judged(signed('b', { other: 1 }))).toBe('wrong');
    expect(await judged(signed('c', body, Date.now() - 400_000))).toBe('too old');
    expect(await judged({})).toBe('missing');
    const seen = (await (await ask('GET', '/api/calls')).json()) as { total: number; unique: number };
    expect(seen).toMatchObject({ total: 5, unique: 4 });
  });

  it('fails and redirects when it is told to, and remembers after a kill', async () => {
    await ask('PUT', '/api/orders', { status: 503 });
    expect((await ask('POST', '/hooks/x', {})).status).toBe(503);
    await ask('PUT', '/api/orders', { redirectTo: 'http://127.0.0.1:9/' });
    expect((await ask('POST', '/hooks/x', {})).status).toBe(307);
    expect((await ask('PUT', '/api/orders', { status: 42 })).status).toBe(400);
    await receiver.stop('SIGKILL');
    receiver = await spawnStandIn('webhook-receiver', { DATA_DIR: folder, HTTP_PORT: '0' });
    expect(await (await ask('GET', '/api/calls')).json()).toMatchObject({ total: 7 });
    const shown = await (await ask('GET', '/')).text();
    expect(shown).toContain('Simulated');
  });
});
