import { DOMAIN_EVENT_TYPES, EVENT_FIELDS, type DomainEventType } from '@gradus/contracts';
import { checkEventCondition } from '../conditions/check-event-condition.ts';
import type { Step, StepId } from '../model/definition.ts';
import type { Problem } from '../model/plan.ts';
import type { StepContext } from './checks/step-context.ts';
import { error, named } from './problems.ts';

const isKnown = (type: string): type is DomainEventType => DOMAIN_EVENT_TYPES.some((known) => known === type);

/** An event nobody announces would be waited for, for ever. */
export function eventKnown(type: string, field: string, owner: string, stepId: StepId | null): Problem[] {
  if (isKnown(type)) return [];
  const message = `${owner}: there is no event “${type}”. Use one of: ${DOMAIN_EVENT_TYPES.join(', ')}.`;
  return [error('flow.event-unknown', stepId, field, message)];
}

/** What is wrong with an event that a step is about, and with the where-clause over what it brings. */
export function eventProblems(
  rule: { event: string; where?: string | undefined },
  field: string,
  step: Step,
  { id, catalogue }: StepContext,
): Problem[] {
  const problems = eventKnown(rule.event, `${field}.event`, named(step), id);
  if (rule.where === undefined) return problems;
  const fields = isKnown(rule.event) ? Object.keys(EVENT_FIELDS[rule.event]) : [];
  const problem = checkEventCondition(rule.where, catalogue, fields);
  if (problem === null) return problems;
  return [...problems, error(problem.code, id, `${field}.where`, `${named(step)}: ${problem.message}`)];
}
