import { html, page } from '../hosting/page.ts';
import { runStandIn, type Running } from '../hosting/run.ts';
import type { Settings } from '../hosting/settings.ts';
import { readJson, WebHost } from '../hosting/web-host.ts';
import { CallLog } from './call-log.ts';
import { answerCall } from './front.ts';
import { startModel } from './model.ts';
import { NO_FAULTS, readProviderFaults, type ProviderFaults } from './provider-faults.ts';

await runStandIn(startProvider);

/**
 * An AI provider that speaks OpenAI's protocol (base URL `http://127.0.0.1:PORT/v1`) and Anthropic's (without `/v1`).
 * Variables: DATA_DIR, HTTP_PORT.
 */
async function startProvider(settings: Settings): Promise<Running> {
  const log = new CallLog(settings.text('DATA_DIR'));
  const model = await startModel();
  let faults: ProviderFaults = NO_FAULTS;
  const web = new WebHost();
  web.route('GET', '/', () => ({ body: overview(log) }));
  web.route('GET', '/api/receipts', () => ({ body: log.summary() }));
  web.route('GET', '/api/faults', () => ({ body: faults }));
  web.route('POST', '/api/faults', ({ body }) => {
    try {
      faults = readProviderFaults(readJson(body));
      return { body: faults };
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : 'wrong' } };
    }
  });
  web.route('*', '/v1/*', (request) =>
    answerCall(request, { modelUrl: model.url, log, faults: () => faults }),
  );
  const port = await web.listen(settings.port('HTTP_PORT'));
  return {
    port,
    close: async () => {
      await Promise.all([web.close(), model.stop()]);
      log.close();
    },
  };
}

function overview(log: CallLog): string {
  const { total, duplicates, receipts } = log.summary();
  const rows = receipts
    .slice(-200)
    .toReversed()
    .map(
      ({ at, protocol, model, status, key }) =>
        html`<tr>
          <td class="soft small">${at.replace('T', ' ').slice(0, 19)}</td>
          <td>${protocol}</td>
          <td>${model}</td>
          <td class="${status === 200 ? 'good' : 'bad'}">${status}</td>
          <td class="small">${key ?? ''}</td>
        </tr>`,
    );
  const table = html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">When (UTC)</th>
          <th scope="col">Protocol</th>
          <th scope="col">Model</th>
          <th scope="col">Answer</th>
          <th scope="col">Key</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  const body = html`<p class="soft">No model runs here. Answers are computed by counting words.</p>
    <p>${total} calls, ${duplicates} repeated.</p>
    ${total === 0 ? html`` : table}`;
  return page({ title: 'AI provider', home: 'AI provider (simulated)', body });
}
