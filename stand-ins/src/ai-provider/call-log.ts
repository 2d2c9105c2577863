import { join } from 'node:path';
import { Journal } from '../hosting/journal.ts';

/** One call that was answered, as it was answered. */
export interface CallReceipt {
  /** The caller's Idempotency-Key, or null. */
  readonly key: string | null;
  readonly protocol: 'openai' | 'anthropic';
  readonly model: string;
  /** ISO 8601, when the call came. */
  readonly at: string;
  readonly status: number;
}

/** Every call, in an append-only file: an answer is in it before it is sent. */
export class CallLog {
  readonly #receipts: CallReceipt[] = [];
  readonly #journal: Journal<CallReceipt>;

  constructor(folder: string) {
    this.#journal = Journal.open<CallReceipt>(join(folder, 'receipts.jsonl'), (receipt) =>
      this.#receipts.push(receipt),
    );
  }

  add(receipt: CallReceipt): void {
    this.#journal.append(receipt);
    this.#receipts.push(receipt);
  }

  /** All calls, and among the successful ones how many keys came more than once. */
  summary() {
    const good = this.#receipts.filter(({ status, key }) => status === 200 && key !== null);
    const unique = new Set(good.map(({ key }) => key)).size;
    const total = this.#receipts.length;
    return {
      total,
      succeeded: good.length,
      unique,
      duplicates: good.length - unique,
      receipts: this.#receipts,
    };
  }

  close(): void {
    this.#journal.close();
  }
}
