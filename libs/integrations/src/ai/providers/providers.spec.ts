import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createGrader } from '../create-grader.ts';
import { fixtureRequest, goodAnswer } from '../grading-fixture.ts';
import type { Grader } from '../grader.ts';

const request = { ...fixtureRequest, answer: goodAnswer };
const good = {
  criteria: [
    { key: 'segment', points: 12, confidence: 0.9, evidence: 'about 800 people', feedback: 'Clear.' },
    { key: 'test', points: 9, confidence: 0.8, evidence: 'chosen by lot', feedback: 'Good.' },
  ],
  confidence: 0.9,
  suspicious: false,
};
const mock = new LLMock({ port: 0, logLevel: 'silent' });
const servers: Server[] = [];
const limit = () => AbortSignal.timeout(5_000);

beforeAll(() => mock.start());
afterAll(() => mock.stop());
afterEach(() => {
  mock.clearFixtures();
  mock.clearChaos();
  mock.clearRequests();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe.each(['openai', 'anthropic'] as const)('the %s grader over the wire', (provider) => {
  const at = (url: string): Grader =>
    createGrader({
      provider,
      apiKey: 'test-key',
      baseURL: provider === 'openai' ? `${url}/v1` : url,
      timeoutMs: 1_000,
    });
  const grade = () => at(mock.url).grade(request, limit());

  it('grades, sends our key and counts tokens', async () => {
    mock.onMessage(/<submission>/, {
      content: JSON.stringify(good),
      usage: { input_tokens: 700, output_tokens: 90 },
    });
    const graded = await grade();
    expect(graded.criteria.map(({ points }) => points)).toEqual([10, 9]);
    expect(graded.flags).toEqual(['points-out-of-range']);
    expect(graded.usage).toEqual({ fresh: 700, cacheRead: 0, cacheWrite: 0, output: 90 });
    expect(mock.getLastRequest()?.headers['idempotency-key']).toBe(request.key);
  });

  it('repairs a misshapen answer once, under a key of its own', async () => {
    const answers = ['Here you go: 10 points!', JSON.stringify(good)];
    mock.on({ predicate: () => true }, () => ({ content: answers.shift() ?? 'nothing' }));
    expect((await grade()).flags).toContain('repaired');
    expect(mock.getRequests().map(({ headers }) => headers['idempotency-key'])).toEqual([
      request.key,
      `${request.key}:repair`,
    ]);
  });

  it('gives up after the repair and still says what was paid', async () => {
    mock.on(
      { predicate: () => true },
      { content: '{"criteria":[]}', usage: { input_tokens: 10, output_tokens: 5 } },
    );
    await expect(grade()).rejects.toMatchObject({
      name: 'GraderRefusedError',
      code: 'grader.malformed_answer',
      usage: { fresh: 20, output: 10 },
    });
  });

  it.each([
    [429, undefined, 'GraderUnavailableError', 'grader.rate_limited'],
    [500, undefined, 'GraderUnavailableError', 'grader.server_error'],
    [529, undefined, 'GraderUnavailableError', 'grader.overloaded'],
    [409, undefined, 'GraderUnavailableError', 'grader.conflict'],
    [429, 'insufficient_quota', 'GraderRefusedError', 'grader.quota'],
    [400, undefined, 'GraderRefusedError', 'grader.bad_request'],
    [401, undefined, 'GraderRefusedError', 'grader.unauthorized'],
    [404, undefined, 'GraderRefusedError', 'grader.unknown_model'],
  ])('maps status %p (%p) to %s %s', async (status, code, name, expected) => {
    mock.on(
      { predicate: () => true },
      { error: { message: code ?? 'no', type: code ?? 'error', code }, status, retryAfter: 7 },
    );
    const failed = await grade().catch((error: unknown) => error);
    const asked = expected === 'grader.rate_limited' ? { retryAfterMs: 7_000 } : {};
    expect(failed).toMatchObject({ name, code: expected, ...asked });
    expect(mock.getRequests()).toHaveLength(1);
  });

  it('retries later when the body is broken or the line is cut', async () => {
    mock.onMessage(/./, { content: JSON.stringify(good) });
    mock.setChaos({ malformedRate: 1 });
    await expect(grade()).rejects.toMatchObject({ name: 'GraderUnavailableError' });
    mock.setChaos({ disconnectRate: 1 });
    await expect(grade()).rejects.toMatchObject({ name: 'GraderUnavailableError' });
  });

  it('says unreachable when nobody listens', async () => {
    await expect(at('http://127.0.0.1:9').grade(request, limit())).rejects.toMatchObject({
      name: 'GraderUnavailableError',
      code: 'grader.unreachable',
    });
  });

  it('gives up waiting after its timeout, and passes an abort on', async () => {
    const server = await listen(() => undefined);
    const late = await at(server.url)
      .grade(request, limit())
      .catch((error: unknown) => error);
    // Inside jest's realm the OpenAI SDK cannot recognize Node's AbortError and says "connection error".
    const code = provider === 'openai' ? /timeout|unreachable/ : /timeout/;
    expect(late).toMatchObject({ name: 'GraderUnavailableError', code: expect.stringMatching(code) });
    const stop = new AbortController();
    const reason = new Error('cancelled by the activity');
    setTimeout(() => stop.abort(reason), 50);
    await expect(at(server.url).grade(request, stop.signal)).rejects.toBe(reason);
  });

  it.each([
    ['grader.refusal', openAiReply({ type: 'refusal', refusal: 'No.' }), anthropicReply('refusal')],
    [
      'grader.truncated',
      openAiReply({ type: 'output_text', text: '{"cri' }, 'incomplete'),
      anthropicReply('max_tokens'),
    ],
  ])('refuses with %s', async (code, openAi, anthropic) => {
    const server = await listen(() => (provider === 'openai' ? openAi : anthropic));
    await expect(at(server.url).grade(request, limit())).rejects.toMatchObject({
      name: 'GraderRefusedError',
      code,
      usage: { fresh: 3, cacheRead: 4, cacheWrite: 0, output: 2 },
    });
  });
});

function openAiReply(part: object, status = 'completed') {
  return {
    id: 'resp_1',
    model: 'gpt-6-luna',
    status,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    output: [{ type: 'message', content: [part] }],
    usage: { input_tokens: 7, input_tokens_details: { cached_tokens: 4 }, output_tokens: 2 },
  };
}

function anthropicReply(reason: string) {
  return {
    id: 'msg_1',
    type: 'message',
    model: 'claude-haiku-5-5',
    content: [{ type: 'text', text: '{"cri' }],
    stop_reason: reason,
    usage: { input_tokens: 3, cache_read_input_tokens: 4, cache_creation_input_tokens: 0, output_tokens: 2 },
  };
}

/** A server that answers JSON, or never when there is none. */
async function listen(answer: () => object | undefined): Promise<{ url: string }> {
  const server = createServer((_, response) => {
    const body = answer();
    if (body !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}` };
}
