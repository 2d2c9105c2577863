import { Refusal } from '../../../scripts/refusal.ts';

/** What has to be undone when a bench is over, fails, or is told to end by Ctrl-C: last made, first undone. */
export class Ending {
  /** Rejects at the first SIGINT, SIGTERM or closed terminal. */
  readonly asked: Promise<never>;
  readonly #work: Array<() => Promise<void> | void> = [];
  #over = false;

  constructor() {
    this.asked = new Promise((_, reject) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.on(name, () => reject(new Refusal(`Ended by ${name}; nothing was measured.`)));
    });
    this.asked.catch(() => {});
  }

  /** True once the clean-up has begun: loops in the background look at it. */
  get over(): boolean {
    return this.#over;
  }

  /** Remembers a piece of clean-up. */
  later(work: () => Promise<void> | void): void {
    this.#work.push(work);
  }

  /** Does it all, each piece also when another fails. A second call has nothing left to do. */
  async cleanUp(): Promise<void> {
    this.#over = true;
    for (let work = this.#work.pop(); work; work = this.#work.pop()) {
      try {
        await work();
      } catch (error) {
        console.error(`Clean-up: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
