import type { StepOf } from '../../model/definition.ts';
import type { CheckoutFact } from '../../model/facts.ts';
import type { EffectResult } from '../../model/inputs.ts';
import type { Instant } from '../../model/instant.ts';
import type { Plan } from '../../model/plan.ts';
import { plansIn } from '../../model/versions.ts';
import { taskDueAt } from '../asking/decisions.ts';
import { actOnce } from '../effect-outcomes.ts';
import {
  factOfVisit,
  reasonFor,
  type Cause,
  type Decision,
  type RunView,
  type StepRules,
  type Visit,
} from '../step-rules.ts';
import { wayOfPayment } from './charge.ts';

type Config = StepOf<'subscribe'>['config'];

/** Something has become of a subscription that the person was to begin on the provider's page. */
export const CHECKOUT_ENDED = 'checkout.ended';

/** In what the effect is given: until when its page is waited for, on the run's own clock. No variable can have such a name. */
export const CHECKOUT_UNTIL = '$until';

/** The way out when nobody has subscribed on the page in time. */
export const EXPIRED = 'expired';

/** Whether an effect that is done has come to no more than a page on which the person can subscribe. */
export const isPageOpened = (result: EffectResult): boolean => result['status'] === 'checkout';

/** Until when a token waits for its person to subscribe on the page; null: there is no page. */
export function checkoutDueAt({ checkout }: Config, token: Visit['token'], view: RunView): Instant | null {
  return checkout === undefined ? null : taskDueAt({ due: checkout.within, zone: 'none' }, token, view);
}

const WAYS: Record<CheckoutFact['state'], string> = {
  subscribed: 'subscribed',
  declined: 'declined',
  closed: EXPIRED,
};

/** The page is open: what became of it is a fact, and one of before the time was up counts however late it is looked at. */
function atPage(visit: Visit<'subscribe'>, cause: Cause): Decision {
  const { config, token, at } = visit;
  const fact = factOfVisit(visit.facts.checkouts, visit);
  // The version that this visit goes on by has no page any more, so none has such a way either.
  if (config.checkout === undefined)
    return {
      do: 'leave',
      port: fact?.state === 'subscribed' ? 'subscribed' : 'declined',
      reason: reasonFor(cause),
    };
  if (fact !== undefined) return { do: 'leave', port: WAYS[fact.state], reason: reasonFor(cause) };
  const due = checkoutDueAt(config, token, visit);
  if (due !== null && due <= at) return { do: 'leave', port: EXPIRED, reason: 'time' };
  return { do: 'wait', until: due };
}

function asked(visit: Visit<'subscribe'>): Parameters<typeof actOnce>[1] {
  const due = checkoutDueAt(visit.config, { ...visit.token, triedAt: visit.at }, visit);
  return { kind: 'subscribe', ...(due !== null && { given: { [CHECKOUT_UNTIL]: due } }) };
}

/**
 * Begins a subscription with its first payment: by the card that is saved, or, where the author has it so and there is none,
 * by the person on the provider's page. What becomes of it later is told by events.
 */
export const subscribe: StepRules<'subscribe'> = {
  ports: ({ checkout }) =>
    checkout === undefined
      ? ['subscribed', 'declined', 'error']
      : ['subscribed', 'declined', EXPIRED, 'error'],
  listens: ({ checkout }) => (checkout === undefined ? [] : [CHECKOUT_ENDED]),
  timing: ['checkout'],
  takesTime: ({ checkout }, port) => port === EXPIRED && checkout !== undefined && checkout.within.amount > 0,
  decide(visit, cause) {
    const begun = cause.kind !== 'entered' && visit.token.effectKey === null;
    const opened = cause.kind === 'effect' && cause.outcome === 'done' && isPageOpened(cause.result);
    if (opened || (begun && cause.kind !== 'effect')) return atPage(visit, cause);
    return actOnce(cause, asked(visit), 'The subscription', wayOfPayment('subscribed'));
  },
};

/** Whether a drawing, or a version beside it, has people subscribe on the provider's page. */
export function opensPages(plan: Plan): boolean {
  return plansIn(plan).some(({ definition }) =>
    Object.values(definition.steps).some(
      (step) => step.kind === 'subscribe' && step.config.checkout !== undefined,
    ),
  );
}
