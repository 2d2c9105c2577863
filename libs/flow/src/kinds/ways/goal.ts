import { evaluateCondition } from '../../conditions/evaluate-condition.ts';
import { eventsThatDecide } from '../../learner/fact-events.ts';
import { nextLook } from '../next-look.ts';
import { reasonFor, type StepRules } from '../step-rules.ts';

/** The way on of those who come to a goal they have not reached. */
export const MISSED = 'missed';

/** A goal met on the way. Being taken to it from elsewhere is the turn's (`turn/goals.ts`). */
export const goal: StepRules<'goal'> = {
  ports: ({ onArrival }) => (onArrival === 'goOn' ? ['next', MISSED] : ['next']),
  listens: ({ onArrival, condition }) => (onArrival === 'wait' ? eventsThatDecide(condition) : []),
  takesTime: () => false,
  decide(visit, cause) {
    const { config, state, facts, at, view } = visit;
    if (evaluateCondition(config.condition, view(), state.vars)) {
      return { do: 'leave', port: 'next', reason: reasonFor(cause) };
    }
    if (config.onArrival === 'goOn') return { do: 'leave', port: MISSED, reason: 'passed through' };
    return { do: 'wait', until: nextLook(config.condition, facts, at) };
  },
};
