import { readFlags } from '../flags.ts';
import { playActingCase } from './acting/acting-cases.ts';
import { playBlockCase } from './blocks/block-cases.ts';
import { differenceOf } from './cases.ts';

/** Help of `npm run bench -- model`. */
export const usage = `npm run bench -- model [--cases 100000] [--seed 1]

  Random drawings, events, outcomes and commands, through the engine and through references written apart. A third of the
  cases has ways beside one another that a join brings together, pauses, and a second version with people inside; another
  third has effects, conditions and orders to single positions inside of such ways and of bodies walked module by module.`;

function play(family: number, seed: number): string | null {
  if (family === 0) return differenceOf(seed);
  return (family === 1 ? playBlockCase(seed) : playActingCase(seed)).difference;
}

/** Plays the cases; the first few that differ are printed with their seed. */
export function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const { cases, seed } = readFlags(args, { cases: 100_000, seed: 1 });
  const begun = performance.now();
  let differences = 0;
  for (let at = 0; at < cases; at++) {
    const difference = play(at % 3, seed + at);
    if (difference === null) continue;
    if (++differences <= 5) console.log(`\n${difference}`);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return Promise.resolve({ cases, differences, seconds });
}
