/** Counts what was tried and says it as it happens. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #begun = Date.now();

  journey(name: string): void {
    console.log(`\n${name}`);
  }

  pass(name: string, ms: number): void {
    this.passed += 1;
    console.log(`  ok      ${seconds(ms)}  ${name}`);
  }

  fail(name: string, ms: number, lines: string[]): void {
    this.failed += 1;
    console.log(`  FAILED  ${seconds(ms)}  ${name}`);
    for (const line of lines) console.log(`          ${line.replaceAll('\n', '\n          ')}`);
  }

  skip(name: string, reason: string): void {
    this.skipped += 1;
    console.log(`  skipped           ${name}: ${reason}`);
  }

  /** The last line is what `npm test` reads. */
  end(): void {
    const minutes = ((Date.now() - this.#begun) / 60_000).toFixed(1);
    console.log(`\n${minutes} minutes${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`);
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1).padStart(5)} s`;
