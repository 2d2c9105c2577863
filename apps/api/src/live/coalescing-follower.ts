/** At most this often is a topic told about to one page. */
const REST_MS = 200;

/** Tells of the first change at once and gathers what comes right after it: many changes of a topic are one. */
export class CoalescingFollower {
  readonly #tell: (topics: readonly string[]) => void;
  readonly #pending = new Set<string>();
  #rest: NodeJS.Timeout | undefined;

  constructor(tell: (topics: readonly string[]) => void) {
    this.#tell = tell;
  }

  /** What is changed at once is told at once. */
  changed(...topics: string[]): void {
    for (const topic of topics) this.#pending.add(topic);
    if (!this.#rest) this.#flush();
  }

  stop(): void {
    clearTimeout(this.#rest);
    this.#pending.clear();
  }

  #flush(): void {
    this.#rest = undefined;
    if (this.#pending.size === 0) return;
    const topics = [...this.#pending];
    this.#pending.clear();
    this.#rest = setTimeout(() => this.#flush(), REST_MS);
    this.#tell(topics);
  }
}
