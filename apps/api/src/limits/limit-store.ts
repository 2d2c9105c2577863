import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { DataSource } from 'typeorm';
import { type Count, type Counts, PostgresCounts, RedisCounts } from './counts.ts';

type StoredCount = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Limits that keep guessers out: counted in PostgreSQL when Redis is away. The others then let everybody pass. */
const MUST_HOLD = /^(auth|refresh)/;

/** Counts in Redis when there is one, else in PostgreSQL. */
@Injectable()
export class LimitStore implements ThrottlerStorage, OnApplicationShutdown {
  readonly #first: Counts;
  readonly #second: Counts;

  constructor(config: AppConfig, database: DataSource) {
    this.#second = new PostgresCounts(database);
    this.#first = config.redis.url ? new RedisCounts(config.redis.url) : this.#second;
  }

  async increment(
    key: string,
    ttl: number,
    limit: number,
    _block: number,
    name: string,
  ): Promise<StoredCount> {
    const count = await this.#count(`${name}:${key}`, ttl, name);
    const seconds = Math.max(1, Math.ceil(count.resetsInMs / 1_000));
    return {
      totalHits: count.hits,
      timeToExpire: seconds,
      isBlocked: count.hits > limit,
      timeToBlockExpire: seconds,
    };
  }

  onApplicationShutdown(): void {
    this.#first.close();
  }

  async #count(key: string, ttl: number, name: string): Promise<Count> {
    try {
      return await this.#first.add(key, ttl);
    } catch (error) {
      if (!MUST_HOLD.test(name)) return { hits: 0, resetsInMs: ttl };
      if (this.#first === this.#second) throw error;
      return this.#second.add(key, ttl);
    }
  }
}
