import { audited, limits, money, monotone, seen } from './books.ts';
import { boundedLateness, inOrder, neverEarly, noLoss, once } from './delivery.ts';
import type { History } from './line.ts';

/** What must hold of every history, by its number in `bench/README.md`. */
export const INVARIANTS = {
  I1: noLoss,
  I2: once,
  I3: inOrder,
  I4: neverEarly,
  I5: boundedLateness,
  I6: money,
  I7: audited,
  I8: monotone,
  I9: limits,
  I10: seen,
} satisfies Record<string, (history: History) => string[]>;

export type Invariant = keyof typeof INVARIANTS;

/** Judges a history. Answers what is wrong, by invariant; those that hold are left out. */
export function checkHistory(history: History): Partial<Record<Invariant, string[]>> {
  const found: Partial<Record<Invariant, string[]>> = {};
  for (const [name, check] of Object.entries(INVARIANTS)) {
    const problems = check(history);
    if (problems.length > 0) found[name as Invariant] = problems;
  }
  return found;
}
