import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { School } from './school.ts';
import { BUILT_WORKER, freePort, until } from './school.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

const FROM_SOURCES = [
  '--import',
  '@swc-node/register/esm-register',
  path.join(ROOT, 'apps/worker/src/main.ts'),
];

/** A worker as a process of its own, so that it can be killed in the middle of anything. */
export class WorkerProcess {
  readonly #school: School;
  #child: ChildProcess | null = null;

  constructor(school: School) {
    this.#school = school;
  }

  /** Resolves when it polls. */
  async start(): Promise<void> {
    const port = await freePort();
    this.#child = spawn(process.execPath, BUILT_WORKER === '' ? FROM_SOURCES : [BUILT_WORKER], {
      cwd: ROOT,
      stdio: 'ignore',
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        DATABASE_URL: this.#school.database.url,
        GRADUS_TASK_QUEUE: this.#school.config.temporal.taskQueue,
        GRADUS_WORKER_HEALTH_PORT: String(port),
        GRADUS_SWEEP_SECONDS: '1',
      },
    });
    await until(() => isReady(port), 60, 'the worker process');
  }

  /** SIGKILL: no goodbye. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}
