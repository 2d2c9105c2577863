import type { Catalogue } from '../model/plan.ts';
import { checkCondition, type ConditionProblem } from './check-condition.ts';
import { parseCondition } from './environment.ts';
import { namesIn } from './names.ts';

/**
 * What is wrong with a where-clause, or null when it can be published: a condition that besides reads of the event only
 * what the event brings.
 *
 * @param fields - The names that can be read as `event.…`.
 */
export function checkEventCondition(
  source: string,
  catalogue: Catalogue,
  fields: readonly string[],
): ConditionProblem | null {
  const problem = checkCondition(source, catalogue, true);
  if (problem !== null) return problem;
  const wrong = [...namesIn(parseCondition(source).ast).eventFields].find((name) => !fields.includes(name));
  if (wrong === undefined) return null;
  const remedy =
    fields.length > 0
      ? `It brings ${fields.map((name) => `“${name}”`).join(', ')}.`
      : 'It brings nothing to ask about.';
  return { code: 'condition.event-field-unknown', message: `The event has no “${wrong}”. ${remedy}` };
}
