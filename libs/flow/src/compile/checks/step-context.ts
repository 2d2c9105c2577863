import { checkCondition } from '../../conditions/check-condition.ts';
import { CURRENT_MODULE } from '../../model/steps/current-module.ts';
import type { Definition, Duration, Step, StepId, StepKind, StepOf } from '../../model/definition.ts';
import type { Catalogue, Problem } from '../../model/plan.ts';
import type { Scopes } from '../blocks/scopes.ts';
import { DAY, exactLength } from '../../time/durations.ts';
import { isRealDate } from '../../time/local-time.ts';
import { error, named } from '../problems.ts';

/** Ten years. */
const LONGEST = 3_650 * DAY;

/** What the check of a step may look at besides the step. */
export interface StepContext {
  id: StepId;
  definition: Definition;
  catalogue: Catalogue;
  /** The module this step is about. */
  module: string | null;
  /** Inside of a block that goes through modules: those; null: in none. */
  current: readonly string[] | null;
  scopes: Scopes;
}

/** What is wrong with the config of one step. */
export type StepCheck<K extends StepKind> = (step: StepOf<K>, context: StepContext) => Problem[];

/** What is wrong with a condition of a step. */
export function condition(source: string, field: string, step: Step, context: StepContext): Problem[] {
  const problem = checkCondition(source, context.catalogue);
  if (problem === null) return [];
  return [error(problem.code, context.id, field, `${named(step)}: ${problem.message}`)];
}

/** A length of time that is none, or longer than anybody waits. */
export function duration(value: Duration | undefined, field: string, step: Step, id: StepId): Problem[] {
  if (value === undefined) return [];
  if (exactLength(value) > LONGEST) {
    const message = `${named(step)} lasts longer than ten years. Choose a shorter time.`;
    return [error('flow.duration-too-long', id, field, message)];
  }
  if (value.amount > 0) return [];
  const message = `${named(step)} has a time of 0, so it never waits. Choose at least one minute, or remove it.`;
  return [error('flow.duration-zero', id, field, message)];
}

/** A date the calendar does not have. */
export function date(value: string, field: string, step: Step, id: StepId): Problem[] {
  if (isRealDate(value)) return [];
  return [error('flow.date-unreal', id, field, `${named(step)}: there is no ${value}. Choose another date.`)];
}

/** A module the course does not have. */
export function moduleKnown(
  key: string,
  step: Step,
  { id, catalogue, current }: StepContext,
  field = 'module',
): Problem[] {
  if (key === CURRENT_MODULE) {
    if (current !== null) return [];
    const message = `${named(step)} is about the current week, but stands in no block that goes through weeks. Choose a week, or move it into such a block.`;
    return [error('flow.current-module-outside', id, field, message)];
  }
  if (catalogue.modules.some((module) => module.key === key)) return [];
  const remedy =
    catalogue.modules.length > 0 ? 'Choose one of its modules.' : 'Attach the automation to a course.';
  const message = `${named(step)} is about the module “${key}”, which the course does not have. ${remedy}`;
  return [error('flow.module-unknown', id, field, message)];
}
