import { notDone } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Gives money back. Whether access ends with it is for another step to say. */
export const refund: StepRules<'refund'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide(_visit, cause) {
    if (cause.kind === 'entered')
      return { do: 'wait', until: null, emit: [{ type: 'effect', kind: 'refund' }] };
    if (cause.kind !== 'effect') return { do: 'wait', until: null };
    if (cause.outcome === 'done') return { do: 'leave', port: 'next', reason: 'effect' };
    return notDone(cause, 'The refund');
  },
};
