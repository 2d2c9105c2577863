import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Refusal } from '../../../scripts/refusal.ts';
import { repositoryRoot } from '../../../scripts/settings.ts';
import { endProcess } from '../../../scripts/supervision/process-identity.ts';
import type { Ending } from './ending.ts';

/** Starts a program of ours that prints one JSON line when it is ready; ended with the bench. Answers its pid. */
export async function startProgram(file: string, env: NodeJS.ProcessEnv, ending: Ending): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: repositoryRoot,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = child;
  if (!pid) throw new Refusal(`${file} could not be started.`);
  ending.later(() => endProcess(pid, { polite: 'SIGTERM', graceMs: 8_000 }).then(() => {}));
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line');
  const gone = once(child, 'exit').then(() => {
    throw new Refusal(`${file} ended while starting.`);
  });
  await Promise.race([ready, gone]);
  gone.catch(() => {});
  return pid;
}
