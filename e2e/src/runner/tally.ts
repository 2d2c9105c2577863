/** Counts what was tried, and says it one chapter at a time: journeys that are played side by side do not mix. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #begun = Date.now();

  chapter(title: string): Chapter {
    return new Chapter(title, this);
  }

  /** The last line is what `npm test` reads. */
  end(): void {
    const minutes = ((Date.now() - this.#begun) / 60_000).toFixed(1);
    console.log(`\n${minutes} minutes${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`);
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}

/** The lines of one journey; they count when they are said. */
export class Chapter {
  readonly #tally: Tally;
  readonly #lines: string[];
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  constructor(title: string, tally: Tally) {
    this.#tally = tally;
    this.#lines = ['', title];
  }

  pass(name: string, ms: number): void {
    this.#passed += 1;
    this.#lines.push(`  ok      ${seconds(ms)}  ${name}`);
  }

  fail(name: string, ms: number, details: string[]): void {
    this.#failed += 1;
    this.#lines.push(`  FAILED  ${seconds(ms)}  ${name}`);
    for (const detail of details) this.#lines.push(...detail.split('\n').map((line) => `          ${line}`));
  }

  skip(name: string, reason: string): void {
    this.#skipped += 1;
    this.#lines.push(`  skipped           ${name}: ${reason}`);
  }

  say(): void {
    console.log(this.#lines.join('\n'));
    this.#tally.passed += this.#passed;
    this.#tally.failed += this.#failed;
    this.#tally.skipped += this.#skipped;
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1).padStart(5)} s`;
