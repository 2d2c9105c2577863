/**
 * Re-reading on "look again", at a humane pace: one reading at a time, one more when something changed meanwhile, and
 * a short rest in between. A learner at speed changes something many times a second.
 */
export class Refresher {
  #busy = false;
  #again = false;
  readonly #read: () => Promise<unknown>;
  readonly #rest: () => Promise<void>;

  constructor(read: () => Promise<unknown>, rest: () => Promise<void>) {
    this.#read = read;
    this.#rest = rest;
  }

  readonly ask = (): void => {
    this.#again = true;
    if (!this.#busy) void this.#work();
  };

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#again) {
      this.#again = false;
      await this.#read().catch(() => undefined);
      await this.#rest();
    }
    this.#busy = false;
  }
}
