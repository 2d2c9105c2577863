import { actOnce } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Gives a right to a course. Done when the place is written down; enrolling itself goes on beside. */
export const grant: StepRules<'grant'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (_visit, cause) => actOnce(cause, { kind: 'grant' }, 'The grant'),
};
