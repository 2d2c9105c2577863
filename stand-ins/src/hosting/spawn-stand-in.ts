import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** A stand-in under test, as a process of its own. */
export interface SpawnedStandIn {
  /** Ports and details from its ready line. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly url: string;
  /** Ends it and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a stand-in on free ports and waits for its ready line. For tests. */
export async function spawnStandIn(name: string, variables: Record<string, string>): Promise<SpawnedStandIn> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', name, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code}`)));
  });
  const ready = JSON.parse(line) as Record<string, unknown>;
  return {
    ready,
    url: `http://127.0.0.1:${String(ready['port'])}`,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await gone;
    },
  };
}
