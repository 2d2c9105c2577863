import { readFlags } from '../flags.ts';
import { differenceOf } from './cases.ts';

/** Help of `npm run bench -- model`. */
export const usage = `npm run bench -- model [--cases 100000] [--seed 1]

  Random drawings, events, outcomes and commands, through the engine and through a reference written apart.`;

/** Plays the cases; the first few that differ are printed with their seed. */
export function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const { cases, seed } = readFlags(args, { cases: 100_000, seed: 1 });
  const begun = performance.now();
  let differences = 0;
  for (let at = 0; at < cases; at++) {
    const difference = differenceOf(seed + at);
    if (difference === null) continue;
    if (++differences <= 5) console.log(`\n${difference}`);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return Promise.resolve({ cases, differences, seconds });
}
