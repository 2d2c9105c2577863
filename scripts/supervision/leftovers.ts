import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import { endProcess, identityOf, lives } from './process-identity.ts';
import { readProcessList } from './process-list.ts';

/**
 * Ends what an earlier start left running because it was itself killed. Answers the names of what was ended. The
 * caller holds the lock of the data folder, so nothing here belongs to a start that is alive.
 */
export async function endLeftovers(data: string, postgresFolders: string[]): Promise<string[]> {
  const ended: string[] = [];
  const parts = readProcessList(data)?.parts ?? [];
  for (const { name, pid, identity, politeSignal } of parts.toReversed()) {
    if (!pid || !lives(pid, identity)) continue;
    const last = name === 'postgres' ? 'SIGQUIT' : 'SIGKILL';
    await endOrRefuse(name, pid, politeSignal, last);
    ended.push(name);
  }
  for (const folder of postgresFolders) {
    const pid = postmasterOf(folder);
    if (!pid) continue;
    await endOrRefuse('postgres', pid, 'SIGINT', 'SIGQUIT');
    ended.push('postgres');
  }
  return ended;
}

async function endOrRefuse(
  name: string,
  pid: number,
  polite: NodeJS.Signals,
  last: NodeJS.Signals,
): Promise<void> {
  if (await endProcess(pid, { polite, graceMs: 6000, last })) return;
  throw new Refusal(
    `A left-over ${name} (process ${pid}) does not end; stop it with "kill -9 ${pid}" and start again.`,
  );
}

/** The process that `postmaster.pid` names, if it lives and really is a server on this folder. */
export function postmasterOf(folder: string): number | undefined {
  const file = path.join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !identityOf(pid)) return undefined;
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync(commandLine) && !readFileSync(commandLine, 'utf8').includes(folder)) return undefined;
  return pid;
}
