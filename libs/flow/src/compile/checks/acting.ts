import { checkValue } from '../../conditions/check-condition.ts';
import { error, named } from '../problems.ts';
import { date, type StepCheck } from './step-context.ts';

/** A field of the person and what it is set to. */
export const checkSetField: StepCheck<'setField'> = (step, { id, catalogue }) => {
  const { value } = step.config;
  if (value.kind === 'date') return date(value.date, 'value.date', step, id);
  if (value.kind !== 'expression') return [];
  const problem = checkValue(value.expression, value.type, catalogue);
  if (problem === null) return [];
  return [error(problem.code, id, 'value.expression', `${named(step)}: ${problem.message}`)];
};
