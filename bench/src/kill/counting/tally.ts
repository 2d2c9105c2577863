import { printFigures } from '../../report/table.ts';
import type { Stage } from '../../stage/stage.ts';
import { countEffects, countVanished } from './count.ts';
import type { Count } from './findings.ts';
import type { Crowd } from '../crowd.ts';
import { readNeeds, readStories } from '../learner-story.ts';
import { unnoticedFaults } from '../prove-checker.ts';
import { type Unrest, isQuiet } from '../quiet.ts';
import { readReceived } from './receivers.ts';

/** A count, and the figures of it that go into the last line. */
export interface Tally {
  count: Count;
  unrest: Unrest;
  refused: readonly string[];
  /** Faults seeded into copies of the evidence that the count did not find: a broken checker. */
  unnoticed: readonly string[];
  figures: Record<string, number | boolean>;
}

/** Counts what came of a crowd. */
export async function takeTally(
  stage: Stage,
  crowd: Crowd,
  courseKey: string,
  unrest: Unrest,
): Promise<Tally> {
  const stories = await readStories(
    stage.db,
    crowd.members.map(({ userId }) => userId),
  );
  const needs = await readNeeds(stage.db, courseKey);
  const received = await readReceived(stage);
  const made = countEffects(stories, needs, received, crowd.accepted);
  countVanished(made, stories, crowd.accepted);
  const sum = (byKind: Record<string, number>) => Object.values(byKind).reduce((total, n) => total + n, 0);
  const unnoticed = unnoticedFaults({ stories, needs, received, accepted: crowd.accepted });
  return {
    count: made,
    unrest,
    refused: crowd.failures,
    unnoticed,
    figures: {
      effects: sum(made.effects),
      lost: made.lost.length,
      doubled: made.doubled.length,
      redelivered: sum(made.redelivered),
      early: made.early.length,
      misjudged: made.misjudged.length,
      completed: made.outcomes['completed'] ?? 0,
      quiet: isQuiet(unrest),
      refused: crowd.failures.length,
      checkerProved: unnoticed.length === 0,
    },
  };
}

const MOST_SENTENCES = 12;

/** Prints a count with the first findings of each sort. */
export function printTally(title: string, { count: made, unrest, refused, unnoticed, figures }: Tally): void {
  const byKind = (kinds: Record<string, number>) =>
    Object.entries(kinds)
      .filter(([, n]) => n > 0)
      .map(([kind, n]) => `${n} ${kind}`)
      .join(', ') || 'none';
  printFigures(title, {
    'effects that had to happen': `${figures['effects']}: ${byKind(made.effects)}`,
    'journeys by outcome': byKind(made.outcomes),
    lost: made.lost.length,
    doubled: made.doubled.length,
    'redelivered under the same key': byKind(made.redelivered),
    early: made.early.length,
    'ports the facts do not bear out': made.misjudged.length,
    'still under way': byKind(unrest),
    'deeds the API refused': refused.length,
    'seeded faults the count did not notice': unnoticed.join(', ') || 'none',
  });
  for (const [name, sentences] of Object.entries({ ...made, refused })) {
    if (!Array.isArray(sentences)) continue;
    for (const sentence of sentences.slice(0, MOST_SENTENCES)) console.log(`  ${name}: ${sentence}`);
  }
}
