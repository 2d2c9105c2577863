import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { buildWhatChanged } from '../../../scripts/building/build.ts';
import { productEnvironment, requireGoodEnvironment } from '../../../scripts/environment.ts';
import { step } from '../../../scripts/progress.ts';
import { type Secrets, demoSecrets } from '../../../scripts/secrets.ts';
import { migrateAndSeed } from '../../../scripts/services/apps.ts';
import { type ServiceAddresses, bringUpServices } from '../../../scripts/services/bring-up.ts';
import { findFreePorts } from '../../../scripts/services/ports.ts';
import { bringUpStandIns } from '../../../scripts/services/stand-ins.ts';
import { repositoryRoot, type Settings } from '../../../scripts/settings.ts';
import { Supervisor } from '../../../scripts/supervision/supervisor.ts';
import { apiPlan } from './api-plan.ts';
import type { Ending } from './ending.ts';
import { WorkerProcess } from './worker-process.ts';

/** Everything of Gradus on a data folder and ports of its own, for one bench. */
export interface Stage {
  settings: Settings;
  env: NodeJS.ProcessEnv;
  services: ServiceAddresses;
  worker: WorkerProcess;
  /** Superuser connections. */
  db: pg.Pool;
  apiUrl: string;
  mailUrl: string;
  aiUrl: string;
  paymentsUrl: string;
  /** Ends every process, keeps the data. */
  down(): Promise<void>;
  /** Starts every process again on the same data, the worker too. */
  up(): Promise<void>;
}

/** Variables of the person's own set-up that must not reach a bench. */
const FOREIGN = /^(GRADUS_|TEMPORAL_|DATABASE_URL|REDIS_URL|SMTP_URL|STRIPE_|OPENAI_|ANTHROPIC_|NODE_ENV$)/;

/** Brings up services, stand-ins, API and worker with a seeded database. `overrides` win over the demo's values. */
export async function openStage(
  ending: Ending,
  overrides: NodeJS.ProcessEnv,
  parts: { standIns: boolean; api: boolean },
): Promise<Stage> {
  const settings = await freshSettings(ending);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  await buildWhatChanged(path.join(settings.data, 'logs'));
  let supervisor = new Supervisor(settings.data);
  const secrets = demoSecrets(settings.data);
  ending.later(() => supervisor.stopAll().then(() => {}));
  const services = await bringUpServices(settings, supervisor);
  const env = productEnvironment(settings, services, secrets, { ...inherited, ...overrides });
  requireGoodEnvironment(env);
  const logs = path.join(settings.data, 'logs');
  const worker = new WorkerProcess(env, settings.ports.workerHealth, path.join(logs, 'worker.log'));
  const db = new pg.Pool({
    connectionString: services.databaseUrl,
    max: 12,
    application_name: 'gradus bench',
  });
  db.on('error', () => {});
  ending.later(() => db.end());
  ending.later(() => worker.stop());
  await bringUpRest(settings, secrets, supervisor, env, parts);
  await step('Starting the worker', () => worker.startAndBecomeReady());
  const local = (port: number) => `http://127.0.0.1:${port}`;
  const { ports } = settings;
  return {
    settings,
    env,
    services,
    worker,
    db,
    apiUrl: local(ports.api),
    mailUrl: local(ports.mailHttp),
    aiUrl: local(ports.ai),
    paymentsUrl: local(ports.payments),
    async down() {
      await worker.stop();
      await supervisor.stopAll();
    },
    async up() {
      supervisor = new Supervisor(settings.data);
      const again = await bringUpServices(settings, supervisor);
      env['REDIS_URL'] = again.redisUrl;
      await bringUpRest(settings, secrets, supervisor, env, parts);
      await step('Starting the worker', () => worker.startAndBecomeReady());
    },
  };
}

async function freshSettings(ending: Ending): Promise<Settings> {
  const data = mkdtempSync(path.join(tmpdir(), 'gradus-bench-'));
  if (!process.env['GRADUS_BENCH_KEEP']) ending.later(() => rmSync(data, { recursive: true, force: true }));
  mkdirSync(path.join(data, 'logs'));
  return {
    data,
    downloads: path.join(repositoryRoot, '.gradus', 'bin'),
    ports: await findFreePorts(),
    given: {},
    throwaway: false,
  };
}

async function bringUpRest(
  settings: Settings,
  secrets: Secrets,
  supervisor: Supervisor,
  env: NodeJS.ProcessEnv,
  parts: { standIns: boolean; api: boolean },
): Promise<void> {
  if (parts.standIns) await bringUpStandIns(settings, secrets, supervisor);
  await migrateAndSeed(settings, env);
  if (parts.api) await step('Starting the API', () => supervisor.startQuietly(apiPlan(settings, env)));
}
