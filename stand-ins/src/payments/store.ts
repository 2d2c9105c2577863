import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Journal } from '../hosting/journal.ts';

/** A Stripe object: what the API answers. */
export interface StripeObject {
  readonly id: string;
  readonly object: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly [field: string]: unknown;
}

/** The first answer to an idempotency key. */
export interface KeptAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: object;
}

/** One copy of an event on its way to our webhook. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  /** Milliseconds since 1970; null when delivered. */
  readonly due: number | null;
  readonly attempts: ReadonlyArray<{
    readonly at: string;
    readonly status: number | null;
    readonly error: string | null;
  }>;
}

interface Change {
  objects?: StripeObject[];
  deliveries?: Delivery[];
  answer?: { key: string; kept: KeptAnswer };
}

/**
 * Everything the twin knows, in memory and in an append-only file. Changes made within `transact` reach the file as
 * one line: an object, its events, their deliveries and the kept answer are there together or not at all.
 */
export class Store {
  readonly objects = new Map<string, StripeObject>();
  readonly deliveries = new Map<string, Delivery>();
  readonly answers = new Map<string, KeptAnswer>();
  readonly #journal: Journal<Change>;
  #open: Required<Pick<Change, 'objects' | 'deliveries'>> & Pick<Change, 'answer'> = {
    objects: [],
    deliveries: [],
  };

  constructor(folder: string) {
    this.#journal = Journal.open<Change>(join(folder, 'ledger.jsonl'), (change) => this.#apply(change));
  }

  /** Runs `work` and writes what it put; when it throws, what it put until then is kept too (a declined charge is a fact). */
  transact<Result>(work: () => Result): Result {
    try {
      return work();
    } finally {
      const { objects, deliveries, answer } = this.#open;
      this.#open = { objects: [], deliveries: [] };
      if (objects.length > 0 || deliveries.length > 0 || answer !== undefined) {
        this.#journal.append({ objects, deliveries, ...(answer === undefined ? {} : { answer }) });
      }
    }
  }

  put<Kind extends StripeObject>(object: Kind): Kind {
    this.objects.set(object.id, object);
    this.#open.objects.push(object);
    return object;
  }

  putDelivery(delivery: Delivery): void {
    this.deliveries.set(delivery.id, delivery);
    this.#open.deliveries.push(delivery);
  }

  keepAnswer(key: string, kept: KeptAnswer): void {
    this.answers.set(key, kept);
    this.#open.answer = { key, kept };
  }

  /** An object of a kind, or null. */
  find(kind: string, id: string): StripeObject | null {
    const found = this.objects.get(id);
    return found?.object === kind ? found : null;
  }

  /** All objects of a kind, newest first. */
  all(kind: string): StripeObject[] {
    return [...this.objects.values()].filter(({ object }) => object === kind).toReversed();
  }

  close(): void {
    this.#journal.close();
  }

  #apply({ objects = [], deliveries = [], answer }: Change): void {
    for (const object of objects) this.objects.set(object.id, object);
    for (const delivery of deliveries) this.deliveries.set(delivery.id, delivery);
    if (answer !== undefined) this.answers.set(answer.key, answer.kept);
  }
}

/** A new id as Stripe makes them: `cs_test_...`. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

/** Now, in Stripe's seconds. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
