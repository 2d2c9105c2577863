import { newId, nowSeconds, type Store, type StripeObject } from './store.ts';
import type { PaymentFaults } from './payment-faults.ts';

/** The API version whose shapes this twin answers. */
export const API_VERSION = '2026-10-28.endive';

/** Something to be told. */
export interface Happened {
  readonly type: string;
  readonly object: StripeObject;
}

/** Makes events and puts them, with their deliveries, beside the objects they are about. */
export class Events {
  readonly #store: Store;
  readonly #faults: () => PaymentFaults;

  constructor(store: Store, faults: () => PaymentFaults) {
    this.#store = store;
    this.#faults = faults;
  }

  /** Emits events of one moment, in order. Call within a transaction. */
  emit(...happened: readonly Happened[]): void {
    const { duplicate, reorder, delayMs } = this.#faults();
    const count = happened.length;
    for (const [index, { type, object }] of happened.entries()) {
      const event = this.#store.put({
        id: newId('evt'),
        object: 'event',
        api_version: API_VERSION,
        created: nowSeconds(),
        data: { object: shown(object) },
        livemode: false,
        pending_webhooks: 1,
        request: { id: null, idempotency_key: null },
        type,
      });
      const place = reorder ? count - 1 - index : index;
      for (let copy = 0; copy <= duplicate; copy += 1) {
        const due = Date.now() + delayMs + place * 20 + copy * 50;
        this.#store.putDelivery({ id: `${event.id}:${copy}`, eventId: event.id, due, attempts: [] });
      }
    }
  }
}

/** What the API and webhooks show of an object: not the twin's own notes on it, whose names begin with `_`. */
export function shown(object: StripeObject): StripeObject {
  const fields = Object.entries(object).filter(([name]) => !name.startsWith('_'));
  return Object.fromEntries(fields) as unknown as StripeObject;
}
