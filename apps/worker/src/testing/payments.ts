import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SpawnedStandIn, spawnStandIn } from '../../../../stand-ins/src/hosting/spawn-stand-in.ts';

/** A charge as the provider has it; amounts in the currency's minor unit. */
export interface Charge {
  id: string;
  status: string;
  amount: number;
  amount_refunded: number;
  payment_intent: string;
  metadata: Record<string, string>;
}

interface Ledger {
  charges: Charge[];
  refunds: Array<{
    id: string;
    charge: string;
    amount: number;
    status: string;
    metadata: Record<string, string>;
  }>;
  invoices: Array<{ id: string; status: string }>;
  methods: Array<{ id: string }>;
  sessions: Array<{ id: string; mode: string; status: string; metadata: Record<string, string> }>;
}

/** A payment stand-in of a test's own, as a process, with its ledger and switches. */
export class PaymentsUnderTest {
  readonly url: string;
  readonly #standIn: SpawnedStandIn;
  readonly #folder: string;

  private constructor(standIn: SpawnedStandIn, folder: string) {
    this.url = standIn.url;
    this.#standIn = standIn;
    this.#folder = folder;
  }

  /** Starts one and has this process's configuration point to it. */
  static async start(): Promise<PaymentsUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'payments-'));
    const secret = 'sk_test_of_this_suite';
    const standIn = await spawnStandIn('payments', { DATA_DIR: folder, SECRET_KEY: secret });
    Object.assign(process.env, { STRIPE_API_URL: standIn.url, STRIPE_SECRET_KEY: secret });
    return new PaymentsUnderTest(standIn, folder);
  }

  async ledger(): Promise<Ledger> {
    return (await (await fetch(`${this.url}/api/ledger`)).json()) as Ledger;
  }

  async post(path: string, body: object): Promise<void> {
    await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async stop(): Promise<void> {
    await this.#standIn.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
