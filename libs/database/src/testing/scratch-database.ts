import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../data-source.ts';

/** A migrated database of its own for one test suite. */
export interface ScratchDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

/** Makes a database on the server of `serverUrl` and migrates it. */
export async function createScratchDatabase(
  serverUrl: string | undefined = process.env.DATABASE_URL,
  poolSize = 10,
): Promise<ScratchDatabase> {
  const empty = await createEmptyDatabase(serverUrl);
  const dataSource = createDataSource({ url: empty.url, poolSize, applicationName: 'gradus test' });
  await dataSource.initialize();
  await dataSource.runMigrations();
  return {
    url: empty.url,
    dataSource,
    async drop() {
      await dataSource.destroy();
      await empty.drop();
    },
  };
}

/** Makes a database with nothing in it. */
export async function createEmptyDatabase(
  serverUrl: string | undefined = process.env.DATABASE_URL,
): Promise<Omit<ScratchDatabase, 'dataSource'>> {
  if (!serverUrl) throw new Error('Integration tests need DATABASE_URL; run them through npm test.');
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
