import type { Catalogue } from '../model/plan.ts';
import { parseCondition } from './environment.ts';
import { typeOfCondition } from './evaluate-condition.ts';
import { namesIn, type ConditionNames } from './names.ts';

/** What is wrong with a condition, without the step it stands in. */
export interface ConditionProblem {
  /** `condition.…`, stable. */
  code: string;
  /** A sentence with the remedy. */
  message: string;
}

/** Regular expressions are left out on purpose: an unlucky one can take minutes. */
const CALLS = new Set(
  'has size all exists exists_one filter map contains startsWith endsWith int double string bool'.split(' '),
);

const MOST_LOOPS = 3;

function quoted(names: Iterable<string>): string {
  return [...names].map((name) => `“${name}”`).join(', ');
}

function unknownKey(kind: 'module' | 'phase', keys: Set<string>, known: string[]): ConditionProblem | null {
  const wrong = [...keys].find((key) => !known.includes(key));
  if (wrong === undefined) return null;
  const remedy = known.length > 0 ? `Use one of ${quoted(known)}.` : `This automation belongs to no course.`;
  return { code: `condition.unknown-${kind}`, message: `There is no ${kind} “${wrong}”. ${remedy}` };
}

function nameProblem(
  names: ConditionNames,
  catalogue: Catalogue,
  allowEvent: boolean,
): ConditionProblem | null {
  if (names.roots.has('event') && !allowEvent) {
    const message = '“event” is only known where an event is waited for. Use “facts” or “vars” here.';
    return { code: 'condition.event-unknown', message };
  }
  const call = [...names.calls].find((name) => !CALLS.has(name));
  if (call !== undefined) {
    const message = `“${call}” cannot be used in a condition. These can: ${quoted(CALLS)}.`;
    return { code: 'condition.call-unknown', message };
  }
  if (names.loops > MOST_LOOPS) {
    const message = `A condition may go through a list ${MOST_LOOPS} times at most. Divide this one into several branches.`;
    return { code: 'condition.too-long', message };
  }
  const modules = catalogue.modules.map((module) => module.key);
  const phases = [...new Set(catalogue.modules.map((module) => module.phase))];
  return unknownKey('module', names.modules, modules) ?? unknownKey('phase', names.phases, phases);
}

/** Parses and looks the names up; what is left is whether its type is wanted. */
function typeOrProblem(
  source: string,
  catalogue: Catalogue,
  allowEvent: boolean,
): { type: string } | { problem: ConditionProblem } {
  let names: ConditionNames;
  try {
    names = namesIn(parseCondition(source).ast);
  } catch (error) {
    const reason = error instanceof Error && 'summary' in error ? String(error.summary) : String(error);
    const message = `“${source}” is not a condition: ${reason}. An example: facts.progress >= 50.`;
    return { problem: { code: 'condition.syntax', message } };
  }
  const problem = nameProblem(names, catalogue, allowEvent);
  if (problem !== null) return { problem };
  const checked = typeOfCondition(source);
  if ('type' in checked) return checked;
  const message = `“${source}” does not fit together: ${checked.error}. Compare numbers with numbers and texts with texts, by names that exist.`;
  return { problem: { code: 'condition.type', message } };
}

/**
 * What is wrong with a condition, or null when it can be published: it parses, uses only known names, and answers
 * yes or no.
 *
 * @param allowEvent - True for a where-clause, which may read `event.…`.
 */
export function checkCondition(
  source: string,
  catalogue: Catalogue,
  allowEvent = false,
): ConditionProblem | null {
  const checked = typeOrProblem(source, catalogue, allowEvent);
  if ('problem' in checked) return checked.problem;
  if (checked.type === 'bool' || checked.type === 'dyn') return null;
  const message = `“${source}” answers with ${checked.type}, not with yes or no. Compare it with something, e.g. facts.progress >= 50.`;
  return { code: 'condition.not-yes-or-no', message };
}

/** Types that CEL works with, by what a value is wanted for. What is only known at run time is looked at then. */
const VALUE_TYPES = {
  text: ['string', 'dyn'],
  date: ['string', 'dyn'],
  number: ['double', 'int', 'uint', 'dyn'],
  boolean: ['bool', 'dyn'],
};

/** What is wrong with an expression that is to come to a value of this type, or null. */
export function checkValue(
  source: string,
  type: keyof typeof VALUE_TYPES,
  catalogue: Catalogue,
): ConditionProblem | null {
  const checked = typeOrProblem(source, catalogue, false);
  if ('problem' in checked) return checked.problem;
  if (VALUE_TYPES[type].includes(checked.type)) return null;
  const message = `“${source}” comes to ${checked.type}, and a ${type} is wanted. Write one that comes to a ${type}.`;
  return { code: 'condition.value-type', message };
}

/** Whether the answer can change by time alone, so that no event announces it. */
export function changesWithTime(source: string): boolean {
  return source.includes('daysSinceEnrollment');
}
