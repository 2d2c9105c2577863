import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const TWIN = fileURLToPath(new URL('../../../../stand-ins/src/payments/main.ts', import.meta.url));

interface Ledger {
  charges: Array<{
    id: string;
    status: string;
    amount: number;
    amount_refunded: number;
    metadata: Record<string, string>;
  }>;
  refunds: Array<{ id: string; amount: number; status: string; metadata: Record<string, string> }>;
  invoices: Array<{ id: string; status: string }>;
  methods: Array<{ id: string }>;
}

/** A payment stand-in of a test's own, as a process, with its ledger and switches. */
export class PaymentsUnderTest {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  /** Starts one and has this process's configuration point to it. */
  static async start(): Promise<PaymentsUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'payments-'));
    const secret = 'sk_test_of_this_suite';
    const child = spawn(process.execPath, [TWIN], {
      env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, SECRET_KEY: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const line = await new Promise<string>((resolve) => lines.once('line', resolve));
    const url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
    Object.assign(process.env, { STRIPE_API_URL: url, STRIPE_SECRET_KEY: secret });
    return new PaymentsUnderTest(url, child, folder);
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
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
