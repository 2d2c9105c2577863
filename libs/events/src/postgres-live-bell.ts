import pg from 'pg';
import type { LiveBell } from './live-bell.ts';

const CHANNEL = 'gradus_live';
/** A payload of NOTIFY must stay below 8,000 bytes. */
const MAX_TOPICS = 100;

/** The same over NOTIFY, for an installation without Redis. */
export class PostgresLiveBell implements LiveBell {
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #stops = new Set<() => Promise<void>>();

  constructor(url: string) {
    this.#url = url;
    this.#pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'gradus live bell' });
    this.#pool.on('error', () => {});
  }

  async publish(topics: readonly string[]): Promise<void> {
    for (let from = 0; from < topics.length; from += MAX_TOPICS) {
      const text = topics.slice(from, from + MAX_TOPICS).join('\n');
      await this.#pool.query('SELECT pg_notify($1, $2)', [CHANNEL, text]).catch(() => {});
    }
  }

  async subscribe(
    listener: (topic: string) => void,
    onReconnect: () => void = () => {},
  ): Promise<() => Promise<void>> {
    let stopped = false;
    let client: pg.Client | null = null;
    let retry: NodeJS.Timeout | undefined;
    const connect = async (again: boolean): Promise<void> => {
      client = new pg.Client({ connectionString: this.#url, application_name: 'gradus live bell' });
      client.on('notification', ({ payload }) => payload?.split('\n').forEach(listener));
      client.on('error', reconnect);
      client.on('end', reconnect);
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (again) onReconnect();
    };
    const reconnect = (): void => {
      if (stopped || retry) return;
      retry = setTimeout(() => {
        retry = undefined;
        connect(true).catch(reconnect);
      }, 1_000);
    };
    await connect(false);
    const stop = async (): Promise<void> => {
      stopped = true;
      clearTimeout(retry);
      this.#stops.delete(stop);
      await client?.end().catch(() => {});
    };
    this.#stops.add(stop);
    return stop;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#stops].map((stop) => stop()));
    await this.#pool.end();
  }
}
