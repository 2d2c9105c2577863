import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { say, step } from '../progress.ts';
import { Part, type PartPlan } from './part.ts';
import { stopMark, writeProcessList } from './process-list.ts';

/** How long to wait before starting a part again that just ended: at once at first, then longer and longer. */
export function restartDelay(fallsInARow: number): number {
  return Math.min(15_000, 200 * 2 ** Math.max(0, fallsInARow - 1));
}

const steadyAfterMs = 30_000;

/** Starts parts, starts them again when they die, writes down where they are, and ends them in order. */
export class Supervisor {
  readonly #data: string;
  readonly #noRestart: ReadonlySet<string>;
  readonly #parts: Part[] = [];
  readonly #falls = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #watch: NodeJS.Timeout;
  #ending = false;

  constructor(data: string, options: { noRestart?: Iterable<string> } = {}) {
    this.#data = data;
    this.#noRestart = new Set(options.noRestart);
    rmSync(path.join(data, 'stopped'), { recursive: true, force: true });
    mkdirSync(path.join(data, 'stopped'), { recursive: true });
    this.#watch = setInterval(() => this.#startUnmarked(), 300);
  }

  /** Starts a part behind a progress line and waits until it is up. */
  async start(plan: PartPlan): Promise<void> {
    await step(`Starting ${plan.title}`, () => this.startQuietly(plan));
  }

  /** The same without a word. */
  async startQuietly(plan: PartPlan): Promise<void> {
    if (this.#ending) return;
    const part = new Part(plan, path.join(this.#data, 'logs'));
    this.#parts.push(part);
    let up = false;
    this.#launch(part, () => up);
    await part.becomeReady();
    up = true;
  }

  /** Ends the part of that name, if there is one, and starts it by this plan. */
  async replace(plan: PartPlan): Promise<void> {
    const former = this.#parts.findIndex(({ plan: { name } }) => name === plan.name);
    if (former >= 0) await Promise.all(this.#parts.splice(former, 1).map((part) => part.end()));
    await this.startQuietly(plan);
  }

  /** Ends every part, those that need others first. Answers the titles of what was running. */
  async stopAll(): Promise<string[]> {
    this.#ending = true;
    clearInterval(this.#watch);
    for (const timer of this.#timers) clearTimeout(timer);
    const stopped: string[] = [];
    for (const stage of stagesFromTop(this.#parts.map((part) => part.plan.stage))) {
      const running = this.#parts.filter((part) => part.plan.stage === stage && part.pid);
      await Promise.all(running.map((part) => part.end()));
      stopped.push(...running.map((part) => part.plan.title));
    }
    this.#write();
    return stopped;
  }

  #launch(part: Part, wasUp: () => boolean): void {
    if (!this.#parts.includes(part)) return;
    part.launch((how) => {
      if (this.#ending || !this.#parts.includes(part)) return;
      if (wasUp()) this.#afterDeath(part, how);
      this.#write();
    });
    this.#write();
  }

  #afterDeath(part: Part, how: string): void {
    const { name } = part.plan;
    const title = atBeginning(part.plan.title);
    if (this.#noRestart.has(name) || existsSync(stopMark(this.#data, name))) {
      part.state = 'stopped';
      say(`${title} ended ${how}; it stays stopped.`);
      return;
    }
    const steady = Date.now() - part.startedAt > steadyAfterMs;
    const falls = steady ? 1 : (this.#falls.get(name) ?? 0) + 1;
    this.#falls.set(name, falls);
    const delay = restartDelay(falls);
    say(`${title} ended ${how}; starting it again in ${(delay / 1000).toFixed(1)} s (log: ${part.logFile}).`);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#launch(part, () => true);
    }, delay);
    this.#timers.add(timer);
  }

  #startUnmarked(): void {
    for (const part of this.#parts) {
      const { name, title } = part.plan;
      if (part.state !== 'stopped' || this.#noRestart.has(name) || existsSync(stopMark(this.#data, name)))
        continue;
      say(`Starting ${title} again.`);
      this.#launch(part, () => true);
    }
  }

  #write(): void {
    writeProcessList(this.#data, {
      supervisor: process.pid,
      parts: this.#parts.map((part) => part.listed()),
    });
  }
}

const atBeginning = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1);

/** Stages without doubles, the highest first. */
export function stagesFromTop(stages: number[]): number[] {
  return [...new Set(stages)].toSorted((one, other) => other - one);
}
