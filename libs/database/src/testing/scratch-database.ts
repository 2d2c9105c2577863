import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../data-source.ts';
import { migratedTemplate } from './migrated-template.ts';

/** A migrated database of its own for one test suite. */
export interface ScratchDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

/** Makes a migrated database on the server of `serverUrl`. */
export async function createScratchDatabase(
  serverUrl: string | undefined = process.env.DATABASE_URL,
  poolSize = 10,
): Promise<ScratchDatabase> {
  const made = await createDatabase(serverUrl, 'copy of the template');
  const dataSource = createDataSource({ url: made.url, poolSize, applicationName: 'gradus test' });
  await dataSource.initialize();
  return {
    url: made.url,
    dataSource,
    async drop() {
      await dataSource.destroy();
      await made.drop();
    },
  };
}

/** Makes a database with nothing in it. */
export function createEmptyDatabase(
  serverUrl: string | undefined = process.env.DATABASE_URL,
): Promise<Omit<ScratchDatabase, 'dataSource'>> {
  return createDatabase(serverUrl, 'empty');
}

async function createDatabase(
  serverUrl: string | undefined,
  content: 'empty' | 'copy of the template',
): Promise<Omit<ScratchDatabase, 'dataSource'>> {
  if (!serverUrl) throw new Error('Integration tests need DATABASE_URL; run them through npm test.');
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  const addressOf = (database: string): string => {
    const url = new URL(serverUrl);
    url.pathname = `/${database}`;
    return url.href;
  };
  await onServer(serverUrl, async (client) => {
    const template = content === 'empty' ? 'template1' : await migratedTemplate(client, addressOf);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: addressOf(name),
    drop: () => onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
