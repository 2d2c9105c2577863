import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { OutgoingMail } from './mailer.ts';
import { SmtpMailer } from './smtp-mailer.ts';

const mail: OutgoingMail = {
  messageId: '<run-1.step-mail.1@gradus.example>',
  to: 'lena@example.org',
  from: 'School <school@example.org>',
  subject: 'Grüße aus Woche 3',
  text: 'Hello',
  html: '<p>Hello</p>',
  unsubscribeUrl: 'https://school.example/unsubscribe/abc',
};
const cleanUp: Array<() => unknown> = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean();
});

const fail = (code: number | undefined) =>
  code === undefined ? null : Object.assign(new Error('5.1.1 no'), { responseCode: code });

/** A mail server that refuses at RCPT or after DATA with a code, or keeps what it gets. */
async function serve(refuse: { recipient?: number; data?: number; drop?: boolean } = {}) {
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(fail(refuse.recipient)),
    onData: (stream, _session, done) => {
      void buffer(stream).then((raw) => {
        received.push(raw);
        if (refuse.drop === true) return [...sockets].forEach((socket) => socket.destroy());
        done(fail(refuse.data));
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = new SmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 2_000 });
  cleanUp.push(
    () => mailer.close(),
    () => new Promise<void>((resolve) => server.close(resolve)),
  );
  return { mailer, received };
}

describe('SmtpMailer', () => {
  it('sends with our Message-ID and one-click unsubscribe', async () => {
    const { mailer, received } = await serve();
    expect((await mailer.send(mail)).response).toMatch(/^250/);
    const parsed = await simpleParser(received[0] ?? '');
    expect(parsed).toMatchObject({ messageId: mail.messageId, subject: mail.subject, text: 'Hello' });
    const raw = received[0]?.toString() ?? '';
    expect(raw).toContain('List-Unsubscribe: <https://school.example/unsubscribe/abc>');
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it('leaves the headers out of mail one cannot unsubscribe from', async () => {
    const { mailer, received } = await serve();
    await mailer.send({ ...mail, unsubscribeUrl: null });
    expect(received[0]?.toString()).not.toContain('List-Unsubscribe');
  });

  it.each([
    [{ recipient: 450 }, 'MailUnavailableError', 'mail.deferred', 450],
    [{ recipient: 550 }, 'MailRefusedError', 'mail.recipient_refused', 550],
    [{ data: 451 }, 'MailUnavailableError', 'mail.deferred', 451],
    [{ data: 554 }, 'MailRefusedError', 'mail.message_refused', 554],
  ])('maps %j to %s %s', async (refuse, name, code, responseCode) => {
    const { mailer } = await serve(refuse);
    await expect(mailer.send(mail)).rejects.toMatchObject({ name, code, responseCode });
  });

  it('sends once and says unavailable when the line is cut after the message', async () => {
    const { mailer, received } = await serve({ drop: true });
    await expect(mailer.send(mail)).rejects.toMatchObject({
      name: 'MailUnavailableError',
      code: 'mail.unreachable',
    });
    expect(received).toHaveLength(1);
  });

  it('says unavailable when nobody listens', async () => {
    const mailer = new SmtpMailer({ url: 'smtp://127.0.0.1:9', timeoutMs: 1_000 });
    await expect(mailer.send(mail)).rejects.toMatchObject({
      name: 'MailUnavailableError',
      code: 'mail.unreachable',
    });
    await mailer.close();
  });

  it('refuses an address that is none', async () => {
    const { mailer } = await serve();
    await expect(mailer.send({ ...mail, to: '' })).rejects.toMatchObject({ code: 'mail.bad_address' });
  });
});
