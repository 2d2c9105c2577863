import { notDone } from '../effect-outcomes.ts';
import type { Cause, Decision, StepRules } from '../step-rules.ts';

type EffectCause = Extract<Cause, { kind: 'effect' }>;

/** A done effect of money says in its result whether the card paid; saying nothing, it did. */
export function wayOfPayment(cause: EffectCause, paid: string): Decision {
  const port = cause.result['status'] === 'declined' ? 'declined' : paid;
  return { do: 'leave', port, reason: 'effect' };
}

/** Takes money by the saved card. A card that says no is a way out of its own; an outage is `error`. */
export const charge: StepRules<'charge'> = {
  ports: () => ['paid', 'declined', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide(_visit, cause) {
    if (cause.kind === 'entered')
      return { do: 'wait', until: null, emit: [{ type: 'effect', kind: 'charge' }] };
    if (cause.kind !== 'effect') return { do: 'wait', until: null };
    return cause.outcome === 'done' ? wayOfPayment(cause, 'paid') : notDone(cause, 'The payment');
  },
};
