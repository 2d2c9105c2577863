import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../../scripts/refusal.ts';
import { repositoryRoot } from '../../../scripts/settings.ts';
import { endProcess } from '../../../scripts/supervision/process-identity.ts';

/** The built worker as a process that a bench starts, kills and starts again. */
export class WorkerProcess {
  readonly #env: NodeJS.ProcessEnv;
  readonly #healthUrl: string;
  readonly #logFile: string;
  #child: ChildProcess | null = null;

  constructor(env: NodeJS.ProcessEnv, healthPort: number, logFile: string) {
    this.#env = env;
    this.#healthUrl = `http://127.0.0.1:${healthPort}/health/ready`;
    this.#logFile = logFile;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the process; it is not ready yet. */
  start(): void {
    const log = openSync(this.#logFile, 'a');
    const program = path.join(repositoryRoot, 'dist/apps/worker/main.js');
    this.#child = spawn(process.execPath, ['--enable-source-maps', program], {
      cwd: repositoryRoot,
      env: this.#env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
  }

  /** Both. */
  async startAndBecomeReady(): Promise<void> {
    this.start();
    await this.becomeReady();
  }

  /** Waits until it polls. @throws Refusal when it ends or takes too long */
  async becomeReady(seconds = 90): Promise<void> {
    const child = this.#child;
    const until = Date.now() + seconds * 1_000;
    for (;;) {
      if (await isReady(this.#healthUrl)) return;
      if (!child || child.exitCode !== null || child.signalCode !== null)
        throw new Refusal(`The worker ended while starting (${this.#logFile}).`);
      if (Date.now() > until)
        throw new Refusal(`The worker was not up after ${seconds} s (${this.#logFile}).`);
      await pause(50);
    }
  }

  /** SIGKILL, at once; resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    const pid = this.#child?.pid;
    this.#child = null;
    if (pid) await endProcess(pid, { polite: 'SIGTERM', graceMs: 12_000 });
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
