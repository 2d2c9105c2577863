import { html, page } from '../hosting/page.ts';
import type { Orders } from './orders.ts';
import type { Received } from './received.ts';

const SCRIPT = `
document.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const secret = new FormData(event.target).get('secret').trim();
  await fetch('/api/secrets', { method: 'PUT', body: JSON.stringify({ secrets: secret ? [secret] : [] }) });
  location.reload();
});`;

/** Everything that came in, newest first, and where to enter the secret. */
export function callPage(
  { total, unique, calls }: ReturnType<Received['summary']>,
  orders: Orders,
  known: number,
): string {
  const rows = calls.map(
    ({ at, path, id, keyId, signature, body, repeated }) =>
      html`<tr>
        <td class="soft small">${at.replace('T', ' ').slice(0, 19)}</td>
        <td class="small">
          ${path}<br /><span class="soft">${id}</span
          >${repeated ? html` <span class="badge">again</span>` : ''}
        </td>
        <td class="${signature === 'right' ? 'good' : 'bad'}">
          ${signature}<br /><span class="soft small">${keyId}</span>
        </td>
        <td><pre>${body}</pre></td>
      </tr>`,
  );
  const table = html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">When (UTC)</th>
          <th scope="col">Where, and its id</th>
          <th scope="col">Signature</th>
          <th scope="col">What it says</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  const habit = orders.redirectTo === null ? `Answers ${orders.status}` : 'Redirects';
  const body = html`<p class="soft">
      Stands in for other systems that are told things. Calls go to <code>/hooks/</code> and anything behind
      it.
    </p>
    <p>
      ${total} calls, ${total - unique} repeated.
      ${habit}${orders.delayMs > 0 ? ` after ${orders.delayMs} ms` : ''}.
    </p>
    <form class="card">
      <label for="secret"
        >Secret that calls are signed with (${known === 0 ? 'none is known' : 'one is known'})</label
      >
      <input id="secret" name="secret" autocomplete="off" placeholder="whsec_…" />
      <p><button>Check signatures with it</button></p>
    </form>
    ${total === 0 ? html`` : table}`;
  return page({ title: 'Webhook receiver', home: 'Webhook receiver (simulated)', body, script: SCRIPT });
}
