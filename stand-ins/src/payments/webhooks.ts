import { createHmac } from 'node:crypto';
import type { Delivery, Store } from './store.ts';

/** Waits between attempts; the last one repeats for ever. */
const BACKOFF_MS = [250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
const TIMEOUT_MS = 10_000;

/** Where events go. Without a URL they are only kept. */
export interface WebhookTarget {
  readonly url: string | null;
  readonly secret: string;
}

/** Delivers events one after another, signed, until each was answered 2xx. What is due survives a restart. */
export class Webhooks {
  readonly #store: Store;
  readonly #target: WebhookTarget;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #stopped = false;

  constructor(store: Store, target: WebhookTarget) {
    this.#store = store;
    this.#target = target;
  }

  /** Looks for what is due, now and whenever something is. Call after every change. */
  wake(): void {
    if (this.#target.url === null || this.#stopped || this.#busy) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const next = this.#next();
    if (next?.due === undefined || next.due === null) return;
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, next.due - Date.now()));
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let next = this.#next(); next !== null && !this.#stopped; next = this.#next()) {
      if (next.due === null || next.due > Date.now()) break;
      const tried = await this.#deliver(next);
      if (!this.#stopped) this.#store.transact(() => this.#store.putDelivery(tried));
    }
    this.#busy = false;
    this.wake();
  }

  #next(): Delivery | null {
    let first: Delivery | null = null;
    for (const delivery of this.#store.deliveries.values()) {
      if (delivery.due === null) continue;
      if (first === null || first.due === null || delivery.due < first.due) first = delivery;
    }
    return first;
  }

  async #deliver(delivery: Delivery): Promise<Delivery> {
    const body = JSON.stringify(this.#store.objects.get(delivery.eventId));
    const at = new Date().toISOString();
    let status: number | null = null;
    let error: string | null = null;
    try {
      const answer = await fetch(this.#target.url ?? '', {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (simulated)',
          'stripe-signature': signWebhook(body, this.#target.secret),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      status = answer.status;
      await answer.body?.cancel();
    } catch (failure) {
      error = failure instanceof Error ? String(failure.cause ?? failure.message) : String(failure);
    }
    const attempts = [...delivery.attempts, { at, status, error }];
    const delivered = status !== null && status >= 200 && status < 300;
    const wait = BACKOFF_MS[Math.min(attempts.length, BACKOFF_MS.length) - 1] ?? 60_000;
    return { ...delivery, attempts, due: delivered ? null : Date.now() + wait };
  }
}

/** Stripe's signature header for a body, signed now. */
export function signWebhook(body: string, secret: string, seconds = Math.floor(Date.now() / 1000)): string {
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
