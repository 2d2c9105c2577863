import { readJson, type WebHost } from '../../hosting/web-host.ts';
import type { Clock } from '../money/clock.ts';
import { readPaymentFaults, type PaymentFaults } from '../payment-faults.ts';
import type { Store } from '../store.ts';
import type { Subscriptions } from '../money/subscriptions.ts';

/** What the switches turn. */
export interface Switched {
  readonly clock: Clock;
  readonly subscriptions: Subscriptions;
  readonly faults: { readonly get: () => PaymentFaults; readonly set: (faults: PaymentFaults) => void };
  readonly changed: () => void;
}

const DAY = 86_400;

/**
 * What the real Stripe has no address for. `POST /api/faults` sets what goes wrong; `POST /api/clock {days}` moves the
 * clock of subscriptions; `POST /api/methods/:id {decline}` has a saved card declined from now on (null: it pays again).
 */
export function addSwitches(
  web: WebHost,
  store: Store,
  { clock, subscriptions, faults, changed }: Switched,
): void {
  const moveOn = (days: number) => {
    store.transact(() => {
      // Day by day, so that what fails is tried again on the days it would have been.
      for (let left = days; left > 0; left -= 1) {
        clock.moveOn(Math.min(left, 1) * DAY);
        subscriptions.passTime();
      }
    });
    changed();
  };
  web.route('GET', '/api/faults', () => ({ body: faults.get() }));
  web.route('POST', '/api/faults', ({ body }) => {
    try {
      faults.set(readPaymentFaults(readJson(body)));
      return { body: faults.get() };
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : 'wrong' } };
    }
  });
  web.route('POST', '/api/clock', ({ body }) => {
    const days = Number(readJson(body)['days']);
    if (!(days > 0 && days <= 1_000)) {
      return { status: 400, body: { error: 'days must be a number above 0, up to 1000.' } };
    }
    moveOn(days);
    return { body: { now: clock.now() } };
  });
  web.route('POST', '/clock', ({ body }) => {
    const days = Number(new URLSearchParams(body.toString('utf8')).get('days'));
    if (days > 0 && days <= 1_000) moveOn(days);
    return { status: 303, headers: { location: '/' }, body: '' };
  });
  web.route('POST', '/api/methods/:id', ({ params, body }) => {
    const method = store.find('payment_method', params['id'] ?? '');
    if (method === null) return { status: 404, body: { error: 'There is no such saved card.' } };
    const { decline } = readJson(body);
    store.transact(() => store.put({ ...method, _decline: typeof decline === 'string' ? decline : null }));
    return { body: { id: method.id, decline: typeof decline === 'string' ? decline : null } };
  });
}
