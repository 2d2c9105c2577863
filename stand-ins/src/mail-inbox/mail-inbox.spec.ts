import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { spawnStandIn, type SpawnedStandIn } from '../hosting/spawn-stand-in.ts';

let folder: string;
let inbox: SpawnedStandIn;
const start = async () => {
  inbox = await spawnStandIn('mail-inbox', { DATA_DIR: folder });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  await start();
});
afterEach(async () => {
  await inbox.stop();
  rmSync(folder, { recursive: true });
});

const send = (messageId: string, to = 'lena@example.org', subject = 'Week 1 is open') => {
  const transport = createTransport({ host: '127.0.0.1', port: Number(inbox.ready['smtpPort']) });
  const html = '<p>Hello <script>alert(1)</script></p>';
  return transport
    .sendMail({ messageId, from: 'school@example.org', to, subject, text: 'Hello', html })
    .finally(() => transport.close());
};
const read = async (path: string) =>
  (await fetch(inbox.url + path)).json() as Promise<Record<string, unknown>>;
const fault = (body: object) =>
  fetch(`${inbox.url}/api/faults`, { method: 'POST', body: JSON.stringify(body) });

describe('the mail inbox', () => {
  it('keeps what it receives, over SIGKILL too, and counts duplicates by Message-ID', async () => {
    await send('<a@gradus>');
    await send('<a@gradus>');
    await send('<b@gradus>', 'tom@example.org', 'Grüße');
    await inbox.stop('SIGKILL');
    await start();
    expect(await read('/api/receipts')).toMatchObject({ total: 3, unique: 2, duplicates: 1 });
    expect(await read('/api/messages')).toMatchObject({
      messages: [
        { messageId: '<b@gradus>', subject: 'Grüße', received: 1 },
        { messageId: '<a@gradus>', to: ['lena@example.org'], received: 2 },
      ],
    });
    expect(await read('/api/messages?to=TOM')).toMatchObject({ messages: [{ messageId: '<b@gradus>' }] });
    expect(await read('/api/messages?since=2999-01-01T00:00:00Z')).toEqual({ messages: [] });
  });

  it('shows itself as simulated, a message in a frame that runs nothing, and says when one came twice', async () => {
    await send('<a@gradus>');
    await send('<a@gradus>');
    const list = await (await fetch(inbox.url)).text();
    expect(list).toContain('Simulated');
    expect(list).toContain('received twice');
    const { messages } = (await read('/api/messages')) as { messages: Array<{ id: string }> };
    const id = messages[0]?.id ?? '';
    expect(await (await fetch(`${inbox.url}/messages/${id}`)).text()).toContain('sandbox=');
    const content = await fetch(`${inbox.url}/messages/${id}/content`);
    expect(content.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await read(`/api/messages/${id}`)).toMatchObject({ text: 'Hello', subject: 'Week 1 is open' });
  });

  it('refuses, delays and drops on request', async () => {
    await fault({ smtp: 'reject-4xx' });
    await expect(send('<a@gradus>')).rejects.toMatchObject({ responseCode: 450 });
    await fault({ smtp: 'reject-5xx' });
    await expect(send('<a@gradus>')).rejects.toMatchObject({ responseCode: 550 });
    await fault({ smtp: 'drop-after-data' });
    await expect(send('<a@gradus>')).rejects.toMatchObject({ code: 'ECONNECTION' });
    expect(await read('/api/receipts')).toMatchObject({ total: 1 });
    const begun = Date.now();
    await fault({ delayMs: 150 });
    await send('<a@gradus>');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(140);
    expect((await fault({ smtp: 'sometimes' })).status).toBe(400);
  });

  it('empties the list on request and keeps the receipts', async () => {
    await send('<a@gradus>');
    await fetch(`${inbox.url}/api/messages`, { method: 'DELETE' });
    expect(await read('/api/messages')).toEqual({ messages: [] });
    expect(await read('/api/receipts')).toMatchObject({ total: 1 });
  });

  it('stops while somebody is connected and while a page listens', async () => {
    const socket = connect(Number(inbox.ready['smtpPort']), '127.0.0.1');
    socket.on('error', () => undefined);
    const stream = await fetch(`${inbox.url}/api/events`);
    const begun = Date.now();
    await inbox.stop();
    await stream.body?.cancel().catch(() => undefined);
    socket.destroy();
    expect(Date.now() - begun).toBeLessThan(1_400);
    await start();
  });
});
