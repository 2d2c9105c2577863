import { type Facts, MONEY_EVENTS, type MoneyFact } from '../model/facts.ts';
import type { EventInput } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { AccessInView, PaymentInView } from './views.ts';

const isMoney = (type: string): type is MoneyFact['type'] => MONEY_EVENTS.some((known) => known === type);

/** The facts with what an event says of payments or access, true from then on. */
export function withMoneyEvent(
  facts: Facts,
  { type, data }: Pick<EventInput, 'type' | 'data'>,
  at: Instant,
): Facts {
  if (!isMoney(type)) return facts;
  return { ...facts, money: [...(facts.money ?? []), { type, at, data }] };
}

/** How payments stand at `at`. */
export function paymentAt({ money = [] }: Facts, at: Instant): PaymentInView {
  const view = new PaymentInView();
  for (const fact of money) {
    if (fact.at > at) continue;
    if (fact.type === 'payment.succeeded') {
      Object.assign(view, { paid: true, failed: false });
      // Whoever buys the place again begins anew; a charge beside it takes nothing back of what was refunded.
      if (fact.data['of'] === 'order') view.refunded = false;
    } else if (fact.type === 'payment.failed') view.failed = true;
    else if (fact.type === 'payment.refunded') view.refunded = true;
    else if (fact.type === 'subscription.changed') view.subscription = String(fact.data['state'] ?? 'none');
  }
  return view;
}

/** Whether the learner has access at `at`; whoever is not known to have lost it has it. */
export function accessAt({ money = [] }: Facts, at: Instant): AccessInView {
  const view = new AccessInView();
  for (const fact of money) {
    if (fact.at > at) continue;
    if (fact.type === 'enrollment.activated') Object.assign(view, { open: true, reason: '' });
    else if (fact.type === 'enrollment.revoked')
      Object.assign(view, { open: false, reason: String(fact.data['reason'] ?? '') });
  }
  return view;
}
