/** What one check came to. */
export interface Outcome {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
  /** What it said; shown when something failed. */
  output: string;
}

/** One line of the summary. */
export function outcomeLine({ name, passed, failed, seconds }: Outcome): string {
  const tests = passed + failed > 1 ? `  ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}` : '';
  return `${failed > 0 ? 'FAILED' : 'ok    '}  ${name.padEnd(14)}${seconds.toFixed(1).padStart(7)} s${tests}`;
}

/** The sum of all, as the last line of `npm test` and `npm run check`. */
export function totalLine(outcomes: Pick<Outcome, 'passed' | 'failed'>[]): string {
  const sum = (field: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[field], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

/** The counts in the last line of that form in a program's output. */
export function readTotalLine(output: string): { passed: number; failed: number } | undefined {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed\s*$/gm)].at(-1);
  return found ? { passed: Number(found[1]), failed: Number(found[2]) } : undefined;
}

/** Does the work and measures it; what it throws is a failure with that text. */
export async function outcomeOf(
  name: string,
  work: () => Promise<{ passed: number; failed: number; output: string }>,
): Promise<Outcome> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  try {
    return { name, ...(await work()), seconds: seconds() };
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, passed: 0, failed: 1, seconds: seconds(), output };
  }
}
