import type { FactsView } from '../model/facts.ts';
import { parseCondition } from './environment.ts';
import { ConditionFailedError } from './errors.ts';
import { reasonOf, type ConditionValues } from './evaluate-condition.ts';

/** Longer ones would not fit beside the person's id in the index that makes them unique. */
const LONGEST = 120;

/**
 * The value that an entry rule "once per key" is unique by, as text; equal numbers give equal texts, whatever their type.
 *
 * @throws ConditionFailedError when the expression reads what is not there, or is no single short value
 */
export function evaluateKey(
  source: string,
  view: FactsView,
  vars: ConditionValues,
  event: ConditionValues = {},
): string {
  let value: unknown;
  try {
    value = parseCondition(source)({ facts: view, vars, event });
  } catch (error) {
    throw new ConditionFailedError(source, reasonOf(error));
  }
  if (!['string', 'number', 'bigint', 'boolean'].includes(typeof value)) {
    throw new ConditionFailedError(source, 'a key is a text, a number, or yes or no');
  }
  const key = String(value);
  if (key.length > LONGEST) throw new ConditionFailedError(source, `a key has at most ${LONGEST} signs`);
  return key;
}
