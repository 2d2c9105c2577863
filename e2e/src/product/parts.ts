import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.ts';

const script = path.resolve(import.meta.dirname, '../../../scripts/part.ts');
const run = promisify(execFile);

type Part = 'mail-inbox' | 'ai-provider' | 'worker';

/** Stops, starts and kills single parts of the running copy, as a person would at the terminal. */
export const parts = {
  async stop(part: Part): Promise<void> {
    await run(process.execPath, [script, 'stop', part]);
    await becomes(part, 'stopped');
  },
  async start(part: Part): Promise<void> {
    await run(process.execPath, [script, 'start', part]);
    await becomes(part, 'running');
  },
  /** `kill -9`; whoever watches over the parts starts it again. Answers when it runs with another process id. */
  async kill(part: Part): Promise<void> {
    const before = await lineOf(part);
    await run(process.execPath, [script, 'kill', part]);
    await until(`${part} running again after kill -9`, async () => {
      const now = await lineOf(part);
      return now !== before && now.includes('running');
    });
  },
  /** Whether this copy can be handled at all: it may run elsewhere. */
  async within(): Promise<boolean> {
    return (await run(process.execPath, [script, 'list']).catch(() => null)) !== null;
  },
};

async function lineOf(part: Part): Promise<string> {
  const { stdout } = await run(process.execPath, [script, 'list']);
  return stdout.split('\n').find((line) => line.startsWith(`${part} `)) ?? '';
}

async function becomes(part: Part, state: string): Promise<void> {
  await until(`${part} ${state}`, async () => (await lineOf(part)).includes(` ${state}`));
}
