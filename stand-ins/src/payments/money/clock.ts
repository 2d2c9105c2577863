import { nowSeconds, type Store } from '../store.ts';

const ID = 'clock_of_subscriptions';

/** The time subscriptions go by. It can be moved forward, never back, and stays moved over a restart. */
export class Clock {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Seconds since 1970. */
  now(): number {
    return nowSeconds() + this.ahead;
  }

  /** Seconds that it is ahead of the clock on the wall. */
  get ahead(): number {
    return Number(this.#store.find('_clock', ID)?.['ahead'] ?? 0);
  }

  /** Call within a transaction. */
  moveOn(seconds: number): void {
    this.#store.put({ id: ID, object: '_clock', created: nowSeconds(), ahead: this.ahead + seconds });
  }
}

const DAY = 86_400;

/** The end of a billing period that begins then: the same day of the next month or year, or the last one there is. */
export function periodEnd(from: number, interval: unknown): number {
  if (interval === 'day') return from + DAY;
  if (interval === 'week') return from + 7 * DAY;
  const date = new Date(from * 1000);
  const months = interval === 'year' ? 12 : 1;
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return Math.floor(date.getTime() / 1000);
}
