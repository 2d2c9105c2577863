import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGrader } from '../create-grader.ts';
import { fixtureRequest } from '../grading-fixture.ts';

const main = join(import.meta.dirname, '../../../../../stand-ins/src/ai-provider/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'ai-adapter-'));
let provider: ChildProcess;
let url: string;

beforeAll(async () => {
  provider = spawn(process.execPath, [main], {
    env: { DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = createInterface({ input: provider.stdout ?? process.stdin });
  const line = await new Promise<string>((resolve) => output.once('line', resolve));
  url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
});
afterAll(async () => {
  const gone = new Promise((resolve) => provider.once('exit', resolve));
  provider.kill();
  await gone;
  rmSync(folder, { recursive: true });
});

describe.each(['openai', 'anthropic'] as const)('the %s grader and the AI provider stand-in', (name) => {
  it.each([
    ['full', 20],
    ['partial', 10],
    ['none', 0],
  ] as const)('understand each other on a %s answer', async (kind, points) => {
    const grader = createGrader({
      provider: name,
      apiKey: 'k',
      baseURL: name === 'openai' ? `${url}/v1` : url,
      timeoutMs: 5_000,
    });
    const answer = fixtureRequest.criteria.map(({ exemplars }) => exemplars[kind][0]).join('\n\n');
    const graded = await grader.grade({ ...fixtureRequest, answer }, AbortSignal.timeout(5_000));
    expect(graded.criteria.reduce((sum, criterion) => sum + criterion.points, 0)).toBe(points);
    expect(graded).toMatchObject({ confidence: 0.95, flags: [], requestId: expect.stringMatching(/^req_/) });
  });
});
