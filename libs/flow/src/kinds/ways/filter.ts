import { evaluateCondition } from '../../conditions/evaluate-condition.ts';
import type { StepRules } from '../step-rules.ts';

/** The port of those who are not let on. */
export const STOPPED = 'stopped';

/** Lets on whoever the condition holds for; for the others the way ends, unless `stopped` leads somewhere. */
export const filter: StepRules<'filter'> = {
  ports: () => ['next', STOPPED],
  mayStayOpen: [STOPPED],
  endsAt: (_config, connected) => !connected.includes(STOPPED),
  listens: () => [],
  takesTime: () => false,
  decide({ config, state, planStep, view }) {
    if (evaluateCondition(config.condition, view(), state.vars)) {
      return { do: 'leave', port: 'next', reason: 'passed through' };
    }
    if (planStep.out[STOPPED] === undefined) return { do: 'end', outcome: 'ended' };
    return { do: 'leave', port: STOPPED, reason: 'passed through' };
  },
};
