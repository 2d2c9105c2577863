import { notDone } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Gives a right to a course. Done when the place is written down; enrolling itself goes on beside. */
export const grant: StepRules<'grant'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide(_visit, cause) {
    if (cause.kind === 'entered')
      return { do: 'wait', until: null, emit: [{ type: 'effect', kind: 'grant' }] };
    if (cause.kind !== 'effect') return { do: 'wait', until: null };
    if (cause.outcome === 'done') return { do: 'leave', port: 'next', reason: 'effect' };
    return notDone(cause, 'The grant');
  },
};
