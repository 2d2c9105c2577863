/** Lets a few through at once and keeps a bounded number waiting, first come first served. */
export class WorkSlots {
  #free: number;
  readonly #mostWaiting: number;
  readonly #waiting: Array<() => void> = [];

  constructor(slots: number, mostWaiting: number) {
    this.#free = slots;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs `work` when a slot is free. `onFull` makes the error when too many wait already. */
  async run<T>(work: () => Promise<T>, onFull: () => Error): Promise<T> {
    if (this.#free === 0) {
      if (this.#waiting.length >= this.#mostWaiting) throw onFull();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
