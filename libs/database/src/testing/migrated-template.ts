import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { createDataSource } from '../data-source.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../migrations');
/** Any number that nobody else locks on this server. */
const MAKING = 7_316_405;

/**
 * The name of a migrated database to copy from: copying takes a tenth of migrating, and many suites need one. The first who asks makes
 * it. Its name goes with the text of the migrations, so that an edited one is never served from an old template.
 */
export async function migratedTemplate(
  onServer: pg.Client,
  addressOf: (name: string) => string,
): Promise<string> {
  const name = `gradus_template_${digestOfMigrations()}`;
  await onServer.query('SELECT pg_advisory_lock($1)', [MAKING]);
  try {
    const { rowCount } = await onServer.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await make(name, onServer, addressOf);
  } finally {
    await onServer.query('SELECT pg_advisory_unlock($1)', [MAKING]);
  }
  return name;
}

/** Under another name until it is whole: who was killed in the middle leaves no half template. */
async function make(name: string, onServer: pg.Client, addressOf: (name: string) => string): Promise<void> {
  const unfinished = `${name}_making`;
  await onServer.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await onServer.query(`CREATE DATABASE ${unfinished}`);
  const dataSource = await createDataSource({ url: addressOf(unfinished), poolSize: 2 }).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
  await onServer.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
}

function digestOfMigrations(): string {
  const digest = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS)
    .filter((each) => /^\d+.*\.ts$/.test(each))
    .sort())
    digest.update(file).update(readFileSync(path.join(MIGRATIONS, file)));
  return digest.digest('hex').slice(0, 16);
}
