import { evaluateCondition } from '../../conditions/evaluate-condition.ts';
import type { StepRules } from '../step-rules.ts';

/** The port taken when no condition holds. */
export const OTHERWISE = 'otherwise';

/** Takes the first way whose condition holds now. */
export const branch: StepRules<'branch'> = {
  ports: ({ branches }) => [...branches.map(({ id }) => id), OTHERWISE],
  listens: () => [],
  takesTime: () => false,
  decide({ config, state, view }) {
    const taken = config.branches.find(({ condition }) => evaluateCondition(condition, view(), state.vars));
    return { do: 'leave', port: taken?.id ?? OTHERWISE, reason: 'passed through' };
  },
};
