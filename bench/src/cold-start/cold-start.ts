import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { step } from '../../../scripts/progress.ts';
import { Refusal } from '../../../scripts/refusal.ts';
import { findFreePorts } from '../../../scripts/services/ports.ts';
import { clusterFolders } from '../../../scripts/services/postgres-host.ts';
import { repositoryRoot } from '../../../scripts/settings.ts';
import { endLeftovers } from '../../../scripts/supervision/leftovers.ts';
import { endProcess } from '../../../scripts/supervision/process-identity.ts';
import { readFlags } from '../flags.ts';
import { printTable } from '../report/table.ts';
import { rounded } from '../report/ratios.ts';
import type { Ending } from '../stage/ending.ts';
import { newcomerEnvironment } from './newcomer.ts';

/** Help of `npm run bench -- cold-start`. */
export const usage = `npm run bench -- cold-start [--minutes 15]

  --minutes  how long a start may take before it counts as failed`;

interface Start {
  title: string;
  seconds: number;
  /** The progress lines of `npm start`. */
  lines: string[];
}

/** From `npm start` in a fresh clone of what is committed until the first page is there: without caches, then with them. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const { minutes } = readFlags(args, { minutes: 15 });
  const root = mkdtempSync(path.join(tmpdir(), 'gradus-cold-'));
  ending.later(() => rmSync(root, { recursive: true, force: true }));
  const starts: Start[] = [];
  for (const title of ['cold', 'warm'])
    starts.push(
      await step(`Starting a fresh clone, ${title}`, () => startClone(root, title, minutes, ending)),
    );
  for (const { title, lines } of starts)
    console.log(`\n${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  printTable(
    'From npm start to the first page',
    starts.map(({ title, seconds }) => ({ caches: title === 'cold' ? 'empty' : 'there', seconds })),
  );
  const [cold, warm] = starts;
  return { coldSeconds: cold?.seconds, warmSeconds: warm?.seconds };
}

/** Both starts share a home: what the first one leaves in its caches is there for the second. */
async function startClone(root: string, title: string, minutes: number, ending: Ending): Promise<Start> {
  const clone = path.join(root, title);
  const cloned = spawnSync('git', ['clone', '-q', '--no-hardlinks', repositoryRoot, clone]);
  if (cloned.status !== 0) throw new Refusal(`git clone failed: ${String(cloned.stderr)}`);
  const ports = await findFreePorts();
  const env = newcomerEnvironment(path.join(root, 'home'), ports);
  const logFile = path.join(root, `${title}.log`);
  const log = openSync(logFile, 'a');
  const begun = performance.now();
  const child = spawn('npm', ['start'], { cwd: clone, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  ending.later(() => endStart(child, clone));
  const url = `http://127.0.0.1:${ports.api}/`;
  while (!(await isThere(url))) {
    if (child.exitCode !== null) throw new Refusal(`npm start ended:\n${tail(logFile)}`);
    if (performance.now() - begun > minutes * 60_000)
      throw new Refusal(`No page after ${minutes} minutes:\n${tail(logFile)}`);
    await pause(100);
  }
  const seconds = rounded((performance.now() - begun) / 1_000, 1);
  await endStart(child, clone);
  return { title, seconds, lines: readFileSync(logFile, 'utf8').split('\n').filter(Boolean).slice(0, 40) };
}

async function isThere(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch {
    return false;
  }
}

/** Ctrl-C, as a person would; what is still there after that is ended by its id. */
async function endStart(child: ChildProcess, clone: string): Promise<void> {
  const { pid } = child;
  if (!pid) return;
  if (child.exitCode === null && child.signalCode === null) {
    try {
      process.kill(-pid, 'SIGINT');
    } catch {
      // It is gone already.
    }
    const until = Date.now() + 30_000;
    while (child.exitCode === null && child.signalCode === null && Date.now() < until) await pause(100);
    await endProcess(pid, { polite: 'SIGTERM', graceMs: 3_000 });
  }
  const data = path.join(clone, '.gradus');
  await endLeftovers(data, clusterFolders(path.join(data, 'postgres')));
}

const tail = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
