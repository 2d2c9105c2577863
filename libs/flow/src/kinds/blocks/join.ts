import type { Around, PlanStep } from '../../model/plan.ts';
import type { JoinRule } from '../../model/steps/blocks.ts';
import type { StepRules } from '../step-rules.ts';

/** The way on when too few ways have come. */
export const SHORT = 'short';

/** How many ways a join waits for, of so many. */
export function needed(rule: JoinRule, total: number): number {
  if (rule.kind === 'all') return total;
  return rule.kind === 'any' ? 1 : rule.count;
}

/** By which way a join lets on whoever is there; null: others may still come. */
export function verdict(
  rule: JoinRule,
  ways: { total: number; arrived: number; open: number },
): 'next' | typeof SHORT | null {
  if (ways.arrived >= Math.max(1, needed(rule, ways.total))) return 'next';
  return ways.open === 0 ? SHORT : null;
}

/** Of the blocks that somebody is in, the one this step closes; undefined: it is no join, or the join of none of them. */
export function frameClosedBy<F extends Around>(
  step: Pick<PlanStep, 'opener'> | undefined,
  scope: readonly F[],
): F | undefined {
  const opener = step?.opener ?? null;
  return opener === null ? undefined : scope.findLast(({ stepId }) => stepId === opener);
}

/** Waits for the other ways of its block; the turn knows where they are. */
export const join: StepRules<'join'> = {
  ports: () => ['next', SHORT],
  mayStayOpen: [SHORT],
  listens: () => [],
  takesTime: () => false,
  decide: () => ({ do: 'join' }),
};
