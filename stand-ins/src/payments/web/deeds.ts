import type { WebAnswer, WebHost } from '../../hosting/web-host.ts';
import type { Events } from '../events.ts';
import { giveBack, sendBack } from '../money/refunds.ts';
import type { Subscriptions } from '../money/subscriptions.ts';
import type { Store, StripeObject } from '../store.ts';
import { StripeFault } from '../stripe-fault.ts';

/** What the deeds are done with. */
export interface DeedParts {
  readonly store: Store;
  readonly events: Events;
  readonly subscriptions: Subscriptions;
  readonly changed: () => void;
}

/**
 * What the school does by hand on the provider's own pages, as forms: `POST /deeds/refund {charge, part: all | half}`,
 * `/deeds/send-back {refund}`, `/deeds/cancel {subscription, when: now | periodEnd}`. Nothing of ours is asked.
 */
export function addDeeds(web: WebHost, { store, events, subscriptions, changed }: DeedParts): void {
  const deed = (
    path: string,
    kind: string,
    name: string,
    act: (object: StripeObject, form: URLSearchParams) => void,
  ) =>
    web.route('POST', path, ({ body }): WebAnswer => {
      const form = new URLSearchParams(body.toString('utf8'));
      const object = store.find(kind, form.get(name) ?? '');
      if (object === null) return { status: 404, body: { error: `There is no such ${name}.` } };
      try {
        store.transact(() => act(object, form));
      } catch (error) {
        if (!(error instanceof StripeFault)) throw error;
        return { status: error.status, body: error.body() };
      }
      changed();
      return { status: 303, headers: { location: '/' }, body: '' };
    });
  deed('/deeds/refund', 'charge', 'charge', (charge, form) => {
    const left = Number(charge['amount']) - Number(charge['amount_refunded']);
    const amount = form.get('part') === 'half' ? Math.max(1, Math.floor(left / 2)) : null;
    giveBack(store, events, { charge, amount, metadata: {}, reason: 'requested_by_customer', fails: false });
  });
  deed('/deeds/send-back', 'refund', 'refund', (refund) => sendBack(store, events, refund));
  deed('/deeds/cancel', 'subscription', 'subscription', (subscription, form) => {
    if (form.get('when') === 'periodEnd') subscriptions.change(subscription, { cancel_at_period_end: true });
    else subscriptions.cancel(subscription);
  });
}
