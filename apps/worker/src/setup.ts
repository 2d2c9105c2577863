import 'reflect-metadata';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { loadConfig } from '@gradus/config';
import { createDataSource, seedDemo } from '@gradus/database';

/**
 * Brings the database up to date and, in the demo, seeds the school with its courses and people. Run before the API and
 * the worker of a release start; running it again changes nothing. Exit code 0 says it is done.
 */
const config = loadConfig();
const dataSource = await createDataSource({
  url: config.database.url,
  applicationName: 'gradus setup',
}).initialize();
try {
  const applied = await dataSource.runMigrations();
  console.log(
    applied.length > 0
      ? `Applied ${applied.map(({ name }) => name).join(', ')}.`
      : 'The database is up to date.',
  );
  if (config.demo.enabled) {
    await seedDemo(dataSource, {
      coursesFolder: path.resolve('courses'),
      egressHosts: config.calls.inside,
      hashPassword: (password) => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
    });
    console.log('The demo school is there.');
  }
} finally {
  await dataSource.destroy();
}
