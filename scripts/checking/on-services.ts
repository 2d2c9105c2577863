import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWhatChanged } from '../building/build.ts';
import { productEnvironment, publicUrl } from '../environment.ts';
import { demoSecrets } from '../secrets.ts';
import { repositoryRoot, type Settings } from '../settings.ts';
import { bringUpApps, built, migrateAndSeed, restartWorker } from '../services/apps.ts';
import { bringUpServices } from '../services/bring-up.ts';
import { bringUpStandIns } from '../services/stand-ins.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { captured } from '../tools.ts';
import { say } from '../progress.ts';
import { runJest } from './jest-run.ts';
import { outcomeOf, readTotalLine, type Outcome } from './outcome.ts';

type Note = (outcome: Outcome) => void;

const journeys = path.join(repositoryRoot, 'e2e', 'src', 'main.ts');
const journeyPatience = 12 * 60_000;

/** Brings up services and stand-ins and runs the jest project `integration` on them. Answers the product's environment. */
export async function runIntegration(
  settings: Settings,
  supervisor: Supervisor,
  note: Note,
): Promise<NodeJS.ProcessEnv> {
  const services = await bringUpServices(settings, supervisor);
  const secrets = demoSecrets(settings.data);
  const product = productEnvironment(settings, services, secrets);
  await bringUpStandIns(settings, secrets, supervisor);
  await buildWhatChanged(path.join(settings.data, 'logs'));
  const logFile = path.join(settings.data, 'logs', 'integration.log');
  // Each suite makes a database of its own from this one.
  const env = { ...product, DATABASE_URL: services.adminDatabaseUrl, BUILT_WORKER: built('worker/main.js') };
  say('Integration tests:');
  note(await outcomeOf('integration', () => runJest({ project: 'integration', env, logFile, live: true })));
  return product;
}

/** Starts the product beside them and plays the browser journeys, where there are any. */
export async function runJourneys(
  settings: Settings,
  supervisor: Supervisor,
  product: NodeJS.ProcessEnv,
  note: Note,
): Promise<void> {
  if (!existsSync(journeys)) {
    say('Skipping the browser journeys: e2e/src/main.ts does not exist yet.');
    return;
  }
  await migrateAndSeed(settings, product);
  await bringUpApps(settings, product, supervisor);
  say('Browser journeys:');
  note(await outcomeOf('journeys', () => playJourneys(settings, product)));
  if (product.GRADUS_GRADER === 'openai') return;
  // The demo grades by itself; what a provider's outage does to grading is seen where one is asked.
  const withProvider = { ...product, GRADUS_GRADER: 'openai' };
  await restartWorker(settings, withProvider, supervisor);
  note(
    await outcomeOf('AI provider', () =>
      playJourneys(settings, withProvider, 'Operations: AI provider away'),
    ),
  );
}

/** The browser package unpacks into the temporary folder and takes what lies there: so it gets one of its own. */
async function playJourneys(settings: Settings, product: NodeJS.ProcessEnv, ...names: string[]) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'gradus-'));
  try {
    const { code, output } = await captured({
      command: process.execPath,
      args: [journeys, ...names],
      env: { ...product, GRADUS_URL: publicUrl(settings), GRADUS_DATA: settings.data, TMPDIR: scratch },
      logFile: path.join(settings.data, 'logs', 'journeys.log'),
      onOutput: (_stream, chunk) => process.stdout.write(chunk),
      signal: AbortSignal.timeout(journeyPatience),
    });
    const counts = readTotalLine(output) ?? { passed: 0, failed: 0 };
    const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed;
    return { passed: counts.passed, failed, output };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
