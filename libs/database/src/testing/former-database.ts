import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.ts';
import { createEmptyDatabase } from './scratch-database.ts';

/** A database as it was before one of the migrations. */
export interface FormerDatabase {
  readonly dataSource: DataSource;
  /** Runs these migrations, that one or later ones. */
  migrate(...names: string[]): Promise<void>;
  drop(): Promise<void>;
}

/** Makes a database of its own and migrates it up to this migration, and not further. */
export async function createFormerDatabase(migration: string): Promise<FormerDatabase> {
  const empty = await createEmptyDatabase();
  const dataSource = await new DataSource({
    type: 'postgres',
    url: empty.url,
    uuidExtension: 'pgcrypto',
    migrations: migrations.slice(0, placeOf(migration)),
  }).initialize();
  await dataSource.runMigrations();
  return {
    dataSource,
    async migrate(...names) {
      for (const name of names)
        await dataSource.transaction((manager) => new migrations[placeOf(name)]!().up(manager.queryRunner!));
    },
    async drop() {
      await dataSource.destroy();
      await empty.drop();
    },
  };
}

function placeOf(migration: string): number {
  const at = migrations.findIndex(({ name }) => name === migration);
  if (at < 0) throw new Error(`No migration ${migration}.`);
  return at;
}
