interface Ledger {
  charges: Array<{ id: string; status: string; metadata: Record<string, string>; amount: number }>;
  sessions: Array<{
    id: string;
    status: string;
    customer_email: string | null;
    metadata: Record<string, string>;
  }>;
  events: Array<{ id: string; type: string; object: string; deliveries: Array<{ delivered: boolean }> }>;
}

interface Receipts {
  total: number;
  succeeded: number;
  unique: number;
  duplicates: number;
  receipts: Array<{ key: string | null; status: number; at: string }>;
}

const read = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

/** The payment stand-in seen from behind: its ledger and its switches. */
export class Payments {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  ledger(): Promise<Ledger> {
    return read<Ledger>(`${this.#url}/api/ledger`);
  }

  /** Every webhook is delivered this many times more than once, in the wrong order. */
  async deliverTooOften(more: number): Promise<void> {
    await fetch(`${this.#url}/api/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ duplicate: more, reorder: more > 0 }),
    });
  }
}

/** What the simulated AI provider was asked. */
export const aiReceipts = (url: string): Promise<Receipts> => read<Receipts>(`${url}/api/receipts`);
