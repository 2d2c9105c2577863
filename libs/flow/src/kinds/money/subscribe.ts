import { notDone } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';
import { wayOfPayment } from './charge.ts';

/** Begins a subscription with its first payment. What becomes of it later is told by events. */
export const subscribe: StepRules<'subscribe'> = {
  ports: () => ['subscribed', 'declined', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide(_visit, cause) {
    if (cause.kind === 'entered')
      return { do: 'wait', until: null, emit: [{ type: 'effect', kind: 'subscribe' }] };
    if (cause.kind !== 'effect') return { do: 'wait', until: null };
    return cause.outcome === 'done' ? wayOfPayment(cause, 'subscribed') : notDone(cause, 'The subscription');
  },
};
