import { actOnce, type EffectCause } from '../effect-outcomes.ts';
import type { Decision, StepRules } from '../step-rules.ts';

/** A done effect of money says in its result whether the card paid; saying nothing, it did. */
export function wayOfPayment(paid: string): (cause: EffectCause) => Decision {
  return ({ result }) => {
    const port = result['status'] === 'declined' ? 'declined' : paid;
    return { do: 'leave', port, reason: 'effect' };
  };
}

/** Takes money by the saved card. A card that says no is a way out of its own; an outage is `error`. */
export const charge: StepRules<'charge'> = {
  ports: () => ['paid', 'declined', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (_visit, cause) => actOnce(cause, { kind: 'charge' }, 'The payment', wayOfPayment('paid')),
};
