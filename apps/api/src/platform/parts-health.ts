import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { Client } from '@gradus/temporal';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';

export interface PartHealth {
  name: string;
  ok: boolean;
  detail: string;
}

const WITHIN_MS = 2_000;

/** Whether the parts we stand on answer. Only PostgreSQL is needed; without the others, work waits and nothing is lost. */
@Injectable()
export class PartsHealth implements OnApplicationShutdown {
  readonly #redis: Redis | null;

  constructor(
    private readonly database: DataSource,
    private readonly temporal: Client,
    config: AppConfig,
  ) {
    this.#redis = config.redis.url
      ? new Redis(config.redis.url, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: WITHIN_MS })
      : null;
    this.#redis?.on('error', () => {});
  }

  async check(): Promise<PartHealth[]> {
    return Promise.all([
      part('PostgreSQL', () => this.database.query('SELECT 1')),
      part('Temporal', () =>
        this.temporal.withDeadline(Date.now() + WITHIN_MS, () =>
          this.temporal.connection.workflowService.getSystemInfo({}),
        ),
      ),
      ...(this.#redis ? [part('Redis', () => this.#redis!.ping())] : []),
    ]);
  }

  onApplicationShutdown(): void {
    this.#redis?.disconnect();
  }
}

async function part(name: string, ask: () => Promise<unknown>): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), WITHIN_MS + 200);
  });
  try {
    await Promise.race([ask(), late]);
    return { name, ok: true, detail: 'answers' };
  } catch {
    return { name, ok: false, detail: 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}
