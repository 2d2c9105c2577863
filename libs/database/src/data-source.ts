import 'reflect-metadata';
import { DataSource, type DataSourceOptions } from 'typeorm';
import * as entities from './entities/index.ts';
import { migrations } from './migrations/index.ts';
import { SnakeNames } from './snake-names.ts';

export interface DatabaseOptions {
  /** `postgres://…` */
  url: string;
  /** Connections this process may hold. */
  poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
}

/** How every process of Gradus talks to PostgreSQL: migrations only, never `synchronize`. */
export function dataSourceOptions({
  url,
  poolSize = 10,
  applicationName = 'gradus',
}: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    entities: Object.values(entities),
    migrations,
    migrationsTransactionMode: 'all',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    namingStrategy: new SnakeNames(),
    extra: {
      max: poolSize,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      // Several statements may be sent before the first is answered; who waits for each notices nothing.
      pipeline: true,
      idle_in_transaction_session_timeout: 30_000,
    },
    // What fails is thrown and logged by who knows what it means; here it would be logged with what people wrote.
    logging: false,
  };
}

export const createDataSource = (options: DatabaseOptions) => new DataSource(dataSourceOptions(options));
