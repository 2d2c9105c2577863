import { condition, setHandler } from '@temporalio/workflow';
import { bell } from './messages.ts';

/** Counts bells. Make it before the first await, so that no bell is missed. */
export class Rings {
  #rung = false;

  constructor() {
    setHandler(bell, () => this.ring());
  }

  get pending(): boolean {
    return this.#rung;
  }

  /** Something inside the workflow rings, too: an effect that ended. */
  ring(): void {
    this.#rung = true;
  }

  /** What rang until now is about to be looked at. */
  clear(): void {
    this.#rung = false;
  }

  /** Sleeps until it rings or the time is over; null sleeps until it rings. */
  async next(ms: number | null): Promise<void> {
    if (ms === null) await condition(() => this.#rung);
    else await condition(() => this.#rung, ms);
  }
}
