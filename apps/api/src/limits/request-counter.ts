import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { DataSource } from 'typeorm';
import { type Count, type Counts, PostgresCounts, RedisCounts } from './counts.ts';
import type { RequestLimit } from './request-limits.ts';

/** Counts in Redis when there is one, else in PostgreSQL; shared by all processes of the API. */
@Injectable()
export class RequestCounter implements OnApplicationShutdown {
  readonly #first: Counts;
  readonly #second: Counts;

  constructor(config: AppConfig, database: DataSource) {
    this.#second = new PostgresCounts(database);
    this.#first = config.redis.url ? new RedisCounts(config.redis.url) : this.#second;
  }

  async add({ name, windowSeconds, mustHold }: RequestLimit, who: string): Promise<Count> {
    const key = `${name}:${createHash('sha256').update(who).digest('base64url')}`;
    const windowMs = windowSeconds * 1_000;
    try {
      return await this.#first.add(key, windowMs);
    } catch (error) {
      if (!mustHold) return { hits: 0, resetsInMs: windowMs };
      if (this.#first === this.#second) throw error;
      return this.#second.add(key, windowMs);
    }
  }

  onApplicationShutdown(): void {
    this.#first.close();
  }
}
