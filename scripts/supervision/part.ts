import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../refusal.ts';
import { endProcess, identityOf } from './process-identity.ts';
import type { ListedPart } from './process-list.ts';

/** How one part is started, known to be up, and ended. */
export interface PartPlan {
  /** Short name, as in `processes.json`, the log file and `--no-restart=`. */
  name: string;
  /** What people call it. */
  title: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  port?: number;
  politeSignal?: NodeJS.Signals;
  /** How long it may take to end in good order. */
  graceMs?: number;
  /** The signal after that; databases know a gentler one than SIGKILL. */
  lastSignal?: NodeJS.Signals;
  /** Whether it is up; asked again and again until it says yes. */
  ready: () => Promise<boolean>;
  readyWithinMs?: number;
  /** Parts of a higher stage need those below and are stopped before them. */
  stage: number;
}

const logLimit = 20 * 1024 * 1024;

/** One process of ours: its own process group, so that Ctrl-C reaches only the supervisor, which ends all in order. */
export class Part {
  readonly plan: PartPlan;
  readonly logFile: string;
  state: ListedPart['state'] = 'down';
  startedAt = 0;
  #child: ChildProcess | undefined;
  #identity: string | undefined;

  constructor(plan: PartPlan, logFolder: string) {
    this.plan = plan;
    this.logFile = path.join(logFolder, `${plan.name}.log`);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the process and calls back once when it ends, whatever the reason. */
  launch(onEnd: (how: string) => void): void {
    const { command, args, env, cwd, uid, gid } = this.plan;
    mkdirSync(path.dirname(this.logFile), { recursive: true });
    if (existsSync(this.logFile) && statSync(this.logFile).size > logLimit) {
      renameSync(this.logFile, `${this.logFile}.1`);
    }
    const log = openSync(this.logFile, 'a', 0o600);
    const child = spawn(command, args, { env, cwd, uid, gid, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    this.#identity = child.pid ? identityOf(child.pid) : undefined;
    this.state = 'running';
    this.startedAt = Date.now();
    const end = (how: string) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.state = 'down';
      onEnd(how);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, by) => end(by ? `by ${by}` : `with exit code ${code}`));
  }

  /** Waits until the part is up; refuses with the end of its log when it ends or takes too long. */
  async becomeReady(): Promise<void> {
    const { ready, readyWithinMs = 60_000, title } = this.plan;
    const until = Date.now() + readyWithinMs;
    while (!(await ready())) {
      if (this.state !== 'running') throw new Refusal(this.#complaint(`${title} ended while starting.`));
      if (Date.now() > until) {
        throw new Refusal(
          this.#complaint(`${title} was not up after ${Math.round(readyWithinMs / 1000)} s.`),
        );
      }
      await pause(30);
    }
  }

  /** Ends the process in good order, or else by force. */
  async end(): Promise<void> {
    const { politeSignal = 'SIGTERM', graceMs = 5000, lastSignal } = this.plan;
    if (this.pid) await endProcess(this.pid, { polite: politeSignal, graceMs, last: lastSignal });
    this.#child = undefined;
    this.state = 'down';
  }

  /** This part as a line of `processes.json`. */
  listed(): ListedPart {
    const { name, port, politeSignal = 'SIGTERM' } = this.plan;
    const identity = this.pid ? this.#identity : undefined;
    return { name, pid: this.pid, port, identity, state: this.state, politeSignal };
  }

  #complaint(first: string): string {
    const lines = existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8').trimEnd().split('\n') : [];
    return [
      first,
      'The last lines of its log:',
      ...lines.slice(-8).map((line) => `  ${line}`),
      `(${this.logFile})`,
    ].join('\n');
  }
}
