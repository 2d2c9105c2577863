import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.ts';
import { createEmptyDatabase } from './scratch-database.ts';

/** A database as it was before one of the migrations. */
export interface FormerDatabase {
  readonly dataSource: DataSource;
  /** The place of that migration among all. */
  readonly at: number;
  drop(): Promise<void>;
}

/** Makes a database of its own and migrates it up to this migration, and not further. */
export async function createFormerDatabase(migration: string): Promise<FormerDatabase> {
  const empty = await createEmptyDatabase();
  const at = migrations.findIndex(({ name }) => name === migration);
  const dataSource = await new DataSource({
    type: 'postgres',
    url: empty.url,
    uuidExtension: 'pgcrypto',
    migrations: migrations.slice(0, at),
  }).initialize();
  await dataSource.runMigrations();
  return {
    dataSource,
    at,
    async drop() {
      await dataSource.destroy();
      await empty.drop();
    },
  };
}
