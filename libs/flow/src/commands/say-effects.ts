import { count } from '../explain/say-time.ts';
import type { EffectFate } from './preview-command.ts';

/** Effects of a step with the same fate, and how many of them: one for one run, many for a bulk operation. */
export interface EffectCount {
  title: string;
  when: 'now' | 'later';
  fate: EffectFate;
  count: number;
}

/** Titles of steps that one sentence names. */
const NAMED = 4;

const FATES: Array<[fate: EffectFate, one: string, many: string]> = [
  ['runs', 'will run', 'will run'],
  ['again', 'was done before and will be done again', 'were done before and will be done again'],
  [
    'asked',
    'may have happened; it is tried under the key it had',
    'may have happened; they are tried under the keys they had',
  ],
  [
    'lookedUp',
    'may have happened; the provider is asked, and nothing is done',
    'may have happened; the provider is asked, and nothing is done',
  ],
  ['letGo', 'was held back and goes out', 'were held back and go out'],
  ['leftOut', 'was held back and is left out', 'were held back and are left out'],
  ['held', 'is held back until the pause is over', 'are held back until the pause is over'],
  ['underWay', 'is under way already', 'are under way already'],
  ['done', 'is done already and will not run again', 'are done already and will not run again'],
  [
    'doneOnce',
    'is done already and will not run again in the next round, but in every round after it',
    'are done already and will not run again in the next round, but in every round after it',
  ],
];

function names(effects: readonly EffectCount[]): string {
  const titles = [...new Set(effects.map(({ title }) => `“${title}”`))];
  const more = titles.length - NAMED;
  return more > 0
    ? `${titles.slice(0, NAMED).join(', ')} and ${count(more, 'other step')}`
    : titles.join(', ');
}

/**
 * What becomes of effects, in plain English sentences, what happens now before what does not: "1 effect will run: “Week 2”."
 * Empty when there is nothing to say.
 */
export function sayEffects(effects: readonly EffectCount[]): string[] {
  return FATES.flatMap(([fate, one, many]) =>
    (['now', 'later'] as const).flatMap((when) => {
      const those = effects.filter((effect) => effect.fate === fate && effect.when === when);
      const total = those.reduce((sum, effect) => sum + effect.count, 0);
      if (total === 0) return [];
      const then = when === 'later' && fate !== 'doneOnce' ? ' when the step is reached' : '';
      return [`${count(total, 'effect')} ${total === 1 ? one : many}${then}: ${names(those)}.`];
    }),
  );
}
