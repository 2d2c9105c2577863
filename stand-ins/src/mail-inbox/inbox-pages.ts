import type { ParsedMail } from 'mailparser';
import { html, page, type Markup } from '../hosting/page.ts';
import type { Message } from './inbox.ts';

const HOME = 'Mail inbox';

/** Fetches the list anew on every change; the search field keeps its text. */
const REFRESH = `
const field = document.querySelector('input'), list = document.querySelector('#list');
async function refresh() {
  const answer = await fetch('/list?to=' + encodeURIComponent(field.value));
  if (answer.ok) list.innerHTML = await answer.text();
}
field.addEventListener('input', refresh);
new EventSource('/api/events').addEventListener('change', refresh);
for (const time of document.querySelectorAll('time')) time.title = time.dateTime;`;

/** The list of messages, with search by recipient. */
export function listPage(messages: readonly Message[], to: string): string {
  const body = html`<p class="soft">No mail leaves this machine. Everything the school sends ends up here.</p>
    <form method="get" role="search">
      <label for="to">Recipient</label>
      <input
        id="to"
        name="to"
        type="search"
        value="${to}"
        placeholder="for instance lena@"
        autocomplete="off"
      />
    </form>
    <div id="list" aria-live="polite">${messageTable(messages)}</div>`;
  return page({ title: HOME, home: HOME, body, script: REFRESH });
}

/** The table alone, for refreshing. */
export function messageTable(messages: readonly Message[]): Markup {
  if (messages.length === 0) return html`<p class="soft">No messages yet.</p>`;
  const rows = messages.slice(0, 500).map(
    (message) =>
      html`<tr>
        <td><a href="/messages/${message.id}">${message.subject}</a> ${receivedBadge(message)}</td>
        <td>${message.to.join(', ')}</td>
        <td class="soft small">${when(message.receivedAt)}</td>
      </tr>`,
  );
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Subject</th>
          <th scope="col">To</th>
          <th scope="col">Received</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** One message: content in a frame that can run nothing, plain text, headers. */
export function messagePage(message: Message, mail: ParsedMail): string {
  const headers = mail.headerLines.map(({ line }) => html`${line} `);
  const content =
    mail.html === false
      ? html`<div class="card"><pre>${mail.text ?? ''}</pre></div>`
      : html`<iframe
            title="The message as it looks"
            src="/messages/${message.id}/content"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          ></iframe>
          <details>
            <summary>Plain text</summary>
            <pre>${mail.text ?? ''}</pre>
          </details>`;
  const body = html`<p><a href="/">All messages</a></p>
    <h1>${message.subject}</h1>
    <p class="soft small">
      From ${message.from} to ${message.to.join(', ')}, ${when(message.receivedAt)} ${receivedBadge(message)}
    </p>
    ${content}
    <details>
      <summary>Headers</summary>
      <pre>${headers}</pre>
    </details>`;
  return page({ title: message.subject, home: HOME, body });
}

function receivedBadge({ received }: Message): Markup {
  if (received === 1) return html``;
  return html`<span class="badge">received ${received === 2 ? 'twice' : `${received} times`}</span>`;
}

function when(instant: string): Markup {
  const text = new Date(instant).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  return html`<time datetime="${instant}">${text}</time>`;
}
