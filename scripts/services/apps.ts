import { existsSync } from 'node:fs';
import path from 'node:path';
import { say, step } from '../progress.ts';
import { repositoryRoot, type Settings } from '../settings.ts';
import type { PartPlan } from '../supervision/part.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { runTool } from '../tools.ts';

/** Where the build puts a part of the product. */
export const built = (place: string): string => path.join(repositoryRoot, 'dist', 'apps', place);

/** Brings the database up to date and seeds it; running it again changes nothing. */
export async function migrateAndSeed(settings: Settings, env: NodeJS.ProcessEnv): Promise<void> {
  const program = built('worker/setup.js');
  if (!existsSync(program)) {
    say('Skipping migrations and seed: dist/apps/worker/setup.js does not exist yet.');
    return;
  }
  await step('Migrating and seeding', () =>
    runTool({
      title: 'Migrating and seeding',
      command: process.execPath,
      args: ['--enable-source-maps', program],
      env,
      logFile: path.join(settings.data, 'logs', 'setup.log'),
    }),
  );
}

/** Starts worker and API beside each other. */
export async function bringUpApps(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<void> {
  const plans = [workerPlan(settings, env), appPlan('api', 'the API', settings.ports.api, 3, env)];
  const ready = plans.filter(({ name }) => existsSync(built(`${name}/main.js`)));
  for (const { name, title } of plans) {
    if (!existsSync(built(`${name}/main.js`)))
      say(`Skipping ${title}: dist/apps/${name}/main.js does not exist yet.`);
  }
  if (ready.length === 0) return;
  await step(`Starting ${ready.map(({ title }) => title).join(' and ')}`, async () => {
    await Promise.all(ready.map((plan) => supervisor.startQuietly(plan)));
  });
}

/** Starts the worker anew, in another environment. */
export async function restartWorker(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<void> {
  await step('Starting the worker anew', () => supervisor.replace(workerPlan(settings, env)));
}

const workerPlan = ({ ports }: Settings, env: NodeJS.ProcessEnv): PartPlan =>
  appPlan('worker', 'the worker', ports.workerHealth, 2, env);

function appPlan(name: string, title: string, port: number, stage: number, env: NodeJS.ProcessEnv): PartPlan {
  return {
    name,
    title,
    command: process.execPath,
    args: ['--enable-source-maps', built(`${name}/main.js`)],
    env,
    cwd: repositoryRoot,
    port,
    graceMs: 5000,
    stage,
    ready: () => isReady(`http://127.0.0.1:${port}/health/ready`),
    readyWithinMs: 90_000,
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false;
  }
}
