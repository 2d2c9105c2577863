import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnStandIn } from '../../../../stand-ins/src/hosting/spawn-stand-in.ts';

/** A call as the receiver noted it. */
export interface NotedCall {
  id: string;
  key: string;
  keyId: string;
  signature: string;
  body: string;
  repeated: boolean;
}

/** Another system, as a process, that is told things. */
export interface Receiver {
  url: string;
  /** `host:port`, as lists of hosts name it. */
  host: string;
  order(orders: Record<string, unknown>): Promise<void>;
  know(secrets: string[]): Promise<void>;
  /** Oldest first; forgets them. */
  calls(): Promise<NotedCall[]>;
  /** The same, without forgetting. */
  peek(): Promise<NotedCall[]>;
  stop(): Promise<void>;
}

/** Starts a receiver; automations are allowed to call it in the processes of this test. Before the school is opened. */
export async function startReceiver(): Promise<Receiver> {
  const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
  const standIn = await spawnStandIn('webhook-receiver', { DATA_DIR: folder, HTTP_PORT: '0' });
  const host = new URL(standIn.url).host;
  process.env.GRADUS_CALLS_INSIDE = host;
  const put = async (path: string, body: unknown) => {
    await fetch(`${standIn.url}${path}`, { method: 'PUT', body: JSON.stringify(body) });
  };
  const peek = async () => {
    const answer = await fetch(`${standIn.url}/api/calls`);
    return ((await answer.json()) as { calls: NotedCall[] }).calls.toReversed();
  };
  return {
    url: standIn.url,
    host,
    order: (orders) => put('/api/orders', orders),
    know: (secrets) => put('/api/secrets', { secrets }),
    peek,
    async calls() {
      const calls = await peek();
      await fetch(`${standIn.url}/api/calls`, { method: 'DELETE' });
      return calls;
    },
    async stop() {
      await standIn.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
