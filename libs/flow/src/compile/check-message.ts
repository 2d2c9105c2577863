import type { StepOf } from '../model/definition.ts';
import type { Problem } from '../model/plan.ts';
import type { StepContext } from './checks/step-context.ts';
import { hasStrayBraces, MESSAGE_VARIABLES, textNamed, variablesIn } from './message-variables.ts';
import { error, named } from './problems.ts';

/** The {{variables}} of one text of a message: all known, and each one to be filled in where the message stands. */
export function checkMessageText(
  field: 'subject' | 'body',
  step: StepOf<'message'>,
  { id, catalogue, module }: StepContext,
): Problem[] {
  const text = step.config[field];
  const plain = variablesIn(text).filter((name) => textNamed(name) === null);
  const problems = plain.flatMap((name) => {
    const variable = MESSAGE_VARIABLES.find((known) => known.name === name);
    if (variable === undefined) {
      const names = MESSAGE_VARIABLES.map((known) => known.name).join(', ');
      const message = `${named(step)} uses {{${name}}}, which does not exist. Use one of: ${names}.`;
      return [error('flow.variable-unknown', id, field, message)];
    }
    if (variable.needs === 'module' && module === null) {
      const message = `${named(step)} uses {{${name}}}, but not every way to it leads past the same module. Write the name out, or move the message behind its release.`;
      return [error('flow.variable-without-module', id, field, message)];
    }
    if (variable.needs === null || catalogue.courseTitle !== null) return [];
    const message = `${named(step)} uses {{${name}}}, but this automation belongs to no course. Remove it, or attach a course.`;
    return [error('flow.variable-without-course', id, field, message)];
  });
  if (!hasStrayBraces(text)) return problems;
  const message = `${named(step)} has curly braces that do not close. Write variables as {{person.name}}.`;
  return [...problems, error('flow.variable-unclosed', id, field, message)];
}
