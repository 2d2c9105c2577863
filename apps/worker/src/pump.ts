/** Runs a piece of work over and over: at once while there is some, then when poked, and every so often in any case. */
export class Pump {
  readonly #name: string;
  readonly #work: (goOn: () => boolean) => Promise<boolean>;
  readonly #idleMs: number;
  readonly #onError: (name: string, error: unknown) => void;
  #stopped = false;
  #poked = false;
  #wake: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();

  /**
   * `work` answers whether there may be more at once; one that takes long asks `goOn` in between. Its errors are reported,
   * and it is tried again after a pause.
   */
  constructor(options: {
    name: string;
    work: (goOn: () => boolean) => Promise<boolean>;
    idleMs: number;
    onError: (name: string, error: unknown) => void;
  }) {
    this.#name = options.name;
    this.#work = options.work;
    this.#idleMs = options.idleMs;
    this.#onError = options.onError;
  }

  start(): void {
    this.#running = this.#run();
  }

  poke(): void {
    this.#poked = true;
    this.#wake?.();
  }

  /** Ends after the work that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#poked = false;
      let more = false;
      try {
        more = await this.#work(() => !this.#stopped);
      } catch (error) {
        this.#onError(this.#name, error);
      }
      if (!more && !this.#poked && !this.#stopped) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, this.#idleMs);
      this.#wake = done;
    });
  }
}
