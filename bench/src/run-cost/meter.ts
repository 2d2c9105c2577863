import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';

/** Counters since something began; differences of two readings are costs. */
export interface Reading {
  at: number;
  /** Transactions that wrote something: each is a commit record in the WAL and a flush. Aborted ones and savepoints count too. */
  commits: number;
  /** All transactions that ended well, those that only read included (`xact_commit`). */
  transactions: number;
  walBytes: number;
  /** Milliseconds of processor time of the process trees measured. */
  cpuMs: number;
  /** Of the workers among them. */
  workerCpuMs: number;
}

const TICK_MS = 10;
/** Idle backends tell PostgreSQL's statistics what they did after ten seconds at the latest. */
const SETTLE_MS = 11_000;

/** Reads the counters after what is under way has been told. The processes' trees are measured. */
export async function read(
  db: pg.Pool,
  { servers, workers }: { servers: readonly number[]; workers: readonly number[] },
): Promise<Reading> {
  await pause(SETTLE_MS);
  const { rows } = await db.query<{ commits: string; transactions: string; wal: string }>(
    `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS commits, xact_commit AS transactions, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS wal
       FROM pg_stat_database WHERE datname = current_database()`,
  );
  const cpu = (roots: readonly number[]) => roots.reduce((sum, root) => sum + cpuOfTree(root), 0);
  const workerCpuMs = cpu(workers);
  return {
    at: Date.now(),
    commits: Number(rows[0]!.commits),
    transactions: Number(rows[0]!.transactions),
    walBytes: Number(rows[0]!.wal),
    cpuMs: cpu(servers) + workerCpuMs,
    workerCpuMs,
  };
}

/** What a piece of work cost, less what the same time costs when nothing is done (`idle`: one second of it). */
export function cost(from: Reading, to: Reading, idle: Reading | null) {
  const seconds = (to.at - from.at) / 1_000;
  const less = (name: Exclude<keyof Reading, 'at'>) =>
    to[name] - from[name] - (idle ? idle[name] * seconds : 0);
  return {
    at: to.at,
    commits: less('commits'),
    transactions: less('transactions'),
    walBytes: less('walBytes'),
    cpuMs: less('cpuMs'),
    workerCpuMs: less('workerCpuMs'),
  };
}

/** Time of a process, of its children that live, and of those that have ended. */
function cpuOfTree(root: number): number {
  const parents = new Map<number, number[]>();
  const times = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const fields = Number.isInteger(pid) ? statOf(pid) : null;
    if (!fields) continue;
    const parent = Number(fields[1]);
    parents.set(parent, [...(parents.get(parent) ?? []), pid]);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
    times.set(pid, (user + system + childUser + childSystem) * TICK_MS);
  }
  const sum = (pid: number): number =>
    (times.get(pid) ?? 0) + (parents.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(root);
}

/** The fields of /proc/PID/stat after the name: state, parent, ... */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
