import { notDone } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Ends a right to the course. The run goes on, unless its settings end it when access is closed. */
export const endEntitlement: StepRules<'endEntitlement'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide(_visit, cause) {
    if (cause.kind === 'entered')
      return { do: 'wait', until: null, emit: [{ type: 'effect', kind: 'endEntitlement' }] };
    if (cause.kind !== 'effect') return { do: 'wait', until: null };
    if (cause.outcome === 'done') return { do: 'leave', port: 'next', reason: 'effect' };
    return notDone(cause, 'Ending the access');
  },
};
