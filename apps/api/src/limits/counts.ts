import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';

/** How often a key was counted in its window, and when the window ends. */
export interface Count {
  hits: number;
  resetsInMs: number;
}

export interface Counts {
  /** Counts one more; a window begins with its first request. Throws when the store is away. */
  add(key: string, windowMs: number): Promise<Count>;
  close(): void;
}

/** One round trip, atomic: the count cannot be left without its end. */
const COUNT = `
local hits = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { hits, left }`;

/** Shared by all API processes; answers at once or not at all. */
export class RedisCounts implements Counts {
  readonly #redis: Redis;

  constructor(url: string) {
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 500,
      connectTimeout: 2_000,
      keyPrefix: 'gradus:limit:',
    });
    this.#redis.on('error', () => {});
  }

  async add(key: string, windowMs: number): Promise<Count> {
    const [hits, resetsInMs] = (await this.#redis.eval(COUNT, 1, key, windowMs)) as [number, number];
    return { hits, resetsInMs };
  }

  close(): void {
    this.#redis.disconnect();
  }
}

/** Without Redis, and for sign-ins when Redis is away. */
export class PostgresCounts implements Counts {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  async add(key: string, windowMs: number): Promise<Count> {
    const [row] = await this.#database.query<Array<{ hits: number; left: string }>>(
      `INSERT INTO rate_limits AS r (key, hits, resets_at)
       VALUES ($1, 1, clock_timestamp() + make_interval(secs => $2))
       ON CONFLICT (key) DO UPDATE SET
         hits = CASE WHEN r.resets_at <= clock_timestamp() THEN 1 ELSE r.hits + 1 END,
         resets_at = CASE WHEN r.resets_at <= clock_timestamp() THEN EXCLUDED.resets_at ELSE r.resets_at END
       RETURNING hits, extract(epoch FROM resets_at - clock_timestamp()) * 1000 AS left`,
      [key, windowMs / 1_000],
    );
    return { hits: row!.hits, resetsInMs: Math.max(0, Math.round(Number(row!.left))) };
  }

  close(): void {}
}
