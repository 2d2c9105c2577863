import { join } from 'node:path';
import { runStandIn, type Running } from '../hosting/run.ts';
import type { Settings } from '../hosting/settings.ts';
import { readJson, WebHost, type WebAnswer, type WebRequest } from '../hosting/web-host.ts';
import { addressLine, Inbox } from './inbox.ts';
import { listPage, messagePage, messageTable } from './inbox-pages.ts';
import { NO_FAULTS, readMailFaults, type MailFaults } from './mail-faults.ts';
import { InboxSmtp } from './smtp.ts';

/** What a mail's HTML may do in its frame: look like something and link elsewhere. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

await runStandIn(startInbox);

async function startInbox(settings: Settings): Promise<Running> {
  const inbox = new Inbox(join(settings.text('DATA_DIR')));
  let faults: MailFaults = NO_FAULTS;
  const smtp = new InboxSmtp(inbox, () => faults);
  const web = new WebHost();
  addPages(web, inbox);
  addApi(web, inbox);
  web.route('GET', '/api/faults', () => ({ body: faults }));
  web.route('POST', '/api/faults', ({ body }) => {
    try {
      faults = readMailFaults(readJson(body));
      return { body: faults };
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : 'wrong' } };
    }
  });
  const smtpPort = await smtp.listen(settings.port('SMTP_PORT'));
  const port = await web.listen(settings.port('HTTP_PORT'));
  return {
    port,
    smtpPort,
    close: async () => {
      await Promise.all([smtp.close(), web.close()]);
      inbox.close();
    },
  };
}

function addPages(web: WebHost, inbox: Inbox): void {
  web.route('GET', '/', ({ url }) => {
    const to = url.searchParams.get('to') ?? '';
    return { body: listPage(inbox.list({ to }), to) };
  });
  web.route('GET', '/list', ({ url }) => {
    return { body: messageTable(inbox.list({ to: url.searchParams.get('to') })).text };
  });
  web.route('GET', '/messages/:id', async ({ params }) => {
    const found = await inbox.open(params['id'] ?? '');
    return found === null ? missing() : { body: messagePage(found.message, found.mail) };
  });
  web.route('GET', '/messages/:id/content', async ({ params }) => {
    const found = await inbox.open(params['id'] ?? '');
    if (found === null || found.mail.html === false) return missing();
    const headers = { 'content-security-policy': FRAME_POLICY };
    return { body: `<base target="_blank">${found.mail.html}`, headers };
  });
}

function addApi(web: WebHost, inbox: Inbox): void {
  web.route('GET', '/api/messages', ({ url: { searchParams } }) => ({
    body: { messages: inbox.list({ to: searchParams.get('to'), since: searchParams.get('since') }) },
  }));
  web.route('GET', '/api/messages/:id', async ({ params }) => {
    const found = await inbox.open(params['id'] ?? '');
    if (found === null) return missing();
    const { message, mail } = found;
    const headers = mail.headerLines.map(({ line }) => {
      const colon = line.indexOf(':');
      return {
        name: line.slice(0, colon),
        value: line
          .slice(colon + 1)
          .replace(/\r?\n\s+/g, ' ')
          .trim(),
      };
    });
    const html = mail.html === false ? null : mail.html;
    return { body: { ...message, toHeader: addressLine(mail.to), html, text: mail.text ?? null, headers } };
  });
  web.route('DELETE', '/api/messages', () => {
    inbox.clear();
    return { body: { cleared: true } };
  });
  web.route('GET', '/api/receipts', () => {
    const receipts = inbox.receipts();
    const unique = new Set(receipts.map(({ messageId }) => messageId)).size;
    return { body: { total: receipts.length, unique, duplicates: receipts.length - unique, receipts } };
  });
  web.route('GET', '/api/events', (request) => streamChanges(request, inbox));
}

function streamChanges({ response }: WebRequest, inbox: Inbox): null {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 2000\nevent: change\ndata: {}\n\n');
  const tell = () => response.write('event: change\ndata: {}\n\n');
  const beat = setInterval(() => response.write(': still here\n\n'), 15_000);
  inbox.on('change', tell);
  response.on('close', () => {
    clearInterval(beat);
    inbox.off('change', tell);
  });
  return null;
}

function missing(): WebAnswer {
  return { status: 404, body: { error: 'No such message' } };
}
