import { actOnce } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';
import { wayOfPayment } from './charge.ts';

/** Begins a subscription with its first payment. What becomes of it later is told by events. */
export const subscribe: StepRules<'subscribe'> = {
  ports: () => ['subscribed', 'declined', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (_visit, cause) =>
    actOnce(cause, { kind: 'subscribe' }, 'The subscription', wayOfPayment('subscribed')),
};
