import { say, step } from '../progress.ts';
import { Refusal, sentenceFor } from '../refusal.ts';
import type { Settings } from '../settings.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { answers } from './ports.ts';
import { preparePostgres } from './postgres.ts';
import { findTemporal, temporalPlan } from './temporal.ts';
import { findValkey, valkeyPlan } from './valkey.ts';

/** Where the services are, whoever runs them. */
export interface ServiceAddresses {
  databaseUrl: string;
  /** A database of the same server that tests may create others from; only for the local one. */
  adminDatabaseUrl: string;
  temporalAddress: string;
  /** Absent when Temporal was given from outside. */
  temporalUiUrl?: string;
  /** Absent when there is none: the product then uses its own memory and PostgreSQL NOTIFY. */
  redisUrl?: string;
}

/** Brings up PostgreSQL, Temporal and Valkey, each only where none was given. */
export async function bringUpServices(settings: Settings, supervisor: Supervisor): Promise<ServiceAddresses> {
  const database = await bringUpPostgres(settings, supervisor);
  const temporal = await bringUpTemporal(settings, supervisor);
  return { ...database, ...temporal, redisUrl: await bringUpValkey(settings, supervisor) };
}

async function bringUpPostgres({ given, ...settings }: Settings, supervisor: Supervisor) {
  if (given.databaseUrl) {
    await requireAnswer('DATABASE_URL', given.databaseUrl, 5432);
    return { databaseUrl: given.databaseUrl, adminDatabaseUrl: given.databaseUrl };
  }
  return step('Starting PostgreSQL', async () => {
    const { plan, addressOf } = await preparePostgres({ given, ...settings });
    await supervisor.startQuietly(plan);
    return { databaseUrl: addressOf('gradus'), adminDatabaseUrl: addressOf('postgres') };
  });
}

async function bringUpTemporal(settings: Settings, supervisor: Supervisor) {
  const { given, ports } = settings;
  if (given.temporalAddress) {
    await requireAnswer('TEMPORAL_ADDRESS', `tcp://${given.temporalAddress}`, 7233);
    return { temporalAddress: given.temporalAddress };
  }
  const program = await step('Finding Temporal', () => findTemporal(settings.downloads));
  await supervisor.start(temporalPlan(settings, program));
  return {
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    temporalUiUrl: `http://127.0.0.1:${ports.temporalUi}`,
  };
}

async function bringUpValkey(settings: Settings, supervisor: Supervisor): Promise<string | undefined> {
  if (settings.given.redisUrl) {
    await requireAnswer('REDIS_URL', settings.given.redisUrl, 6379);
    return settings.given.redisUrl;
  }
  try {
    const program = await step('Finding Valkey', () => findValkey(settings.downloads));
    const { plan, url } = valkeyPlan(settings, program);
    await supervisor.start(plan);
    return url;
  } catch (error) {
    say(sentenceFor(error));
    say('Going on without it: cached in memory, live views by PostgreSQL NOTIFY.');
    return undefined;
  }
}

async function requireAnswer(variable: string, address: string, usualPort: number): Promise<void> {
  if (!URL.canParse(address))
    throw new Refusal(`${variable} is not an address that can be read: "${address}".`);
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (await answers(host, Number(port) || usualPort, 5000)) return;
  throw new Refusal(
    `Nothing answers at ${host}:${port || usualPort}, where ${variable} says it is; start it, or unset ${variable} to have one made here.`,
  );
}
