import type { FactsView } from '../model/facts.ts';
import { environment, parseCondition } from './environment.ts';
import { ConditionFailedError } from './errors.ts';

/** Small values a condition may read as `vars.x` or `event.x`. */
export type ConditionValues = Record<string, string | number | boolean>;

/** What the library says went wrong, in a few words. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'summary' in error && typeof error.summary === 'string') return error.summary;
  return error instanceof Error ? error.message : String(error);
}

/**
 * Whether the condition holds for these facts and variables.
 *
 * @param view - As {@link factsAt} makes them.
 * @param event - The data of the event a where-clause asks about.
 * @throws ConditionFailedError when it cannot be parsed, reads what is not there, or answers something but yes or no
 */
export function evaluateCondition(
  source: string,
  view: FactsView,
  vars: ConditionValues,
  event: ConditionValues = {},
): boolean {
  let answer: unknown;
  try {
    answer = parseCondition(source)({ facts: view, vars, event });
  } catch (error) {
    throw new ConditionFailedError(source, reasonOf(error));
  }
  if (typeof answer !== 'boolean') throw new ConditionFailedError(source, 'it answers neither yes nor no');
  return answer;
}

/** What CEL finds wrong with a condition before anyone runs it: its sentence, or the type the condition has. */
export function typeOfCondition(source: string): { type: string } | { error: string } {
  const result = environment.check(source);
  return result.valid ? { type: result.type ?? 'dyn' } : { error: reasonOf(result.error) };
}
