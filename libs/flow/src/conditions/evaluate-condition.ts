import type { FactsView } from '../model/facts.ts';
import { environment, parseCondition } from './environment.ts';
import { ConditionFailedError } from './errors.ts';
import { asksAboutPerson, namesIn } from './names.ts';

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
    if (readsFieldNotSet(source, view)) return false;
    throw new ConditionFailedError(source, reasonOf(error));
  }
  if (typeof answer !== 'boolean') throw new ConditionFailedError(source, 'it answers neither yes nor no');
  return answer;
}

/**
 * Whether a where-clause that asks about nothing but the event holds for it; null: it asks about the person, too.
 *
 * @throws ConditionFailedError as {@link evaluateCondition}
 */
export function evaluateOfEvent(source: string, event: ConditionValues): boolean | null {
  try {
    if (namesIn(parseCondition(source).ast).roots.has('facts')) return null;
  } catch (error) {
    throw new ConditionFailedError(source, reasonOf(error));
  }
  return evaluateCondition(source, NOTHING_KNOWN, {}, event);
}

const NOTHING_KNOWN = { fields: {} } as FactsView;

/** Nothing is known of a field that the person does not have, so what hangs on it does not hold: nobody is stuck for it. */
function readsFieldNotSet(source: string, view: FactsView): boolean {
  if (!asksAboutPerson(source)) return false;
  try {
    const { personFields } = namesIn(parseCondition(source).ast);
    return [...personFields].some((field) => !Object.hasOwn(view.fields, field));
  } catch {
    return false;
  }
}

/**
 * What an expression comes to for these facts and variables.
 *
 * @throws ConditionFailedError when it cannot be parsed, reads what is not there, or comes to no text, number, yes or no
 */
export function evaluateValue(
  source: string,
  view: FactsView,
  vars: ConditionValues,
): string | number | boolean {
  let answer: unknown;
  try {
    answer = parseCondition(source)({ facts: view, vars, event: {} });
  } catch (error) {
    throw new ConditionFailedError(source, reasonOf(error));
  }
  if (typeof answer === 'bigint') return Number(answer);
  if (typeof answer === 'string' || typeof answer === 'number' || typeof answer === 'boolean') return answer;
  throw new ConditionFailedError(source, 'it is neither a text nor a number nor yes or no');
}

/** What CEL finds wrong with a condition before anyone runs it: its sentence, or the type the condition has. */
export function typeOfCondition(source: string): { type: string } | { error: string } {
  const result = environment.check(source);
  return result.valid ? { type: result.type ?? 'dyn' } : { error: reasonOf(result.error) };
}
