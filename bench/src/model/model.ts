import { readFlags } from '../flags.ts';
import { playBlockCase } from './blocks/block-cases.ts';
import { differenceOf } from './cases.ts';

/** Help of `npm run bench -- model`. */
export const usage = `npm run bench -- model [--cases 100000] [--seed 1]

  Random drawings, events, outcomes and commands, through the engine and through references written apart. Every second case
  has ways beside one another that a join brings together, pauses, and a second version with people inside.`;

/** Plays the cases; the first few that differ are printed with their seed. */
export function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const { cases, seed } = readFlags(args, { cases: 100_000, seed: 1 });
  const begun = performance.now();
  let differences = 0;
  for (let at = 0; at < cases; at++) {
    const difference = at % 2 === 0 ? differenceOf(seed + at) : playBlockCase(seed + at).difference;
    if (difference === null) continue;
    if (++differences <= 5) console.log(`\n${difference}`);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return Promise.resolve({ cases, differences, seconds });
}
