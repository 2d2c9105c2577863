import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const hasProc = existsSync('/proc/self/stat');

/**
 * When the process began, as text that is the same as long as the process lives; undefined when there is none. A
 * process id alone may by now belong to a stranger.
 */
export function identityOf(pid: number): string | undefined {
  if (!hasProc) {
    const listed = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return listed.stdout?.trim() || undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Whether the process that was seen with this identity still lives. */
export function lives(pid: number, identity: string | undefined): boolean {
  return identity !== undefined && identityOf(pid) === identity;
}

/** Sends a signal to a process that may be gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Asks a process to end, waits, and at last makes it; false when even that did not help. */
export async function endProcess(
  pid: number,
  options: { polite: NodeJS.Signals; graceMs: number; last?: NodeJS.Signals },
): Promise<boolean> {
  const identity = identityOf(pid);
  for (const [name, patience] of [
    [options.polite, options.graceMs],
    [options.last ?? 'SIGKILL', 3000],
  ] as const) {
    if (!lives(pid, identity)) return true;
    signal(pid, name);
    const until = Date.now() + patience;
    while (lives(pid, identity) && Date.now() < until) await pause(25);
  }
  return !lives(pid, identity);
}
