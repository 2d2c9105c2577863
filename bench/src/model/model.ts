import { readFlags } from '../flags.ts';
import { playActingCase } from './acting/acting-cases.ts';
import { playBlockCase } from './blocks/block-cases.ts';
import { differenceOf } from './cases.ts';
import { playMovesCase } from './moves/moves-cases.ts';

/** Help of `npm run bench -- model`. */
export const usage = `npm run bench -- model [--cases 100000] [--seed 1] [--plain] [--blocks] [--acting] [--moves]

  Random drawings, events, outcomes and commands, through the engine and through references written apart. Of five cases
  one is a single position with ways back; one has ways beside one another that a join brings together, pauses, and a
  second version with people inside; one has effects, conditions and orders to single positions inside of such ways and of
  bodies walked module by module; two have all orders of operators, moves among them, three versions with redirects and
  new dates, and calls of other automations, inside of blocks and outside. The flags --plain, --blocks, --acting and
  --moves play only those named.`;

const FAMILIES = {
  plain: (seed: number) => differenceOf(seed),
  blocks: (seed: number) => playBlockCase(seed).difference,
  acting: (seed: number) => playActingCase(seed).difference,
  moves: (seed: number) => playMovesCase(seed).difference,
};
type Family = keyof typeof FAMILIES;

/** Whose turn it is; what is richest comes twice. */
const ROUND: readonly Family[] = ['plain', 'blocks', 'acting', 'moves', 'moves'];

/** Plays the cases, the families in turn; the first few that differ are printed with their seed. */
export function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const alone = { plain: false, blocks: false, acting: false, moves: false };
  const { cases, seed, ...flags } = readFlags(args, { cases: 100_000, seed: 1, ...alone });
  const named = ROUND.filter((family) => flags[family]);
  const families = named.length > 0 ? named : ROUND;
  // One seed after the other in each family, so that a drawing is played as often as it is meant to be.
  const played = { plain: 0, blocks: 0, acting: 0, moves: 0 };
  const begun = performance.now();
  let differences = 0;
  for (let at = 0; at < cases; at++) {
    const family = families[at % families.length]!;
    const difference = FAMILIES[family](seed + played[family]++);
    if (difference === null) continue;
    if (++differences <= 5) console.log(`\n${family}: ${difference}`);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return Promise.resolve({ cases, differences, seconds });
}
