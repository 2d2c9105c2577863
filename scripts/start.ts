import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { databaseFolders, emptyDataFolder, openDataFolder } from './local/data-folder.ts';
import { buildWhatChanged } from './building/build.ts';
import { asShellLines, productEnvironment, requireGoodEnvironment } from './environment.ts';
import { greeting } from './local/greeting.ts';
import { say, step } from './progress.ts';
import { sentenceFor } from './refusal.ts';
import { demoSecrets } from './secrets.ts';
import { bringUpApps, migrateAndSeed } from './services/apps.ts';
import { bringUpServices } from './services/bring-up.ts';
import { requireFreePorts } from './services/ports.ts';
import { bringUpStandIns } from './services/stand-ins.ts';
import { readSettings, type Settings } from './settings.ts';
import { readStartOptions, startHelp, type StartOptions } from './local/start-options.ts';
import { endLeftovers } from './supervision/leftovers.ts';
import { takeLock } from './supervision/lock.ts';
import { Supervisor } from './supervision/supervisor.ts';
import { endTools } from './tools.ts';

async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    say(startHelp);
    return;
  }
  const settings = readSettings(process.env);
  openDataFolder(settings.data);
  const letGo = takeLock(settings.data);
  try {
    const leftovers = await endLeftovers(settings.data, databaseFolders(settings.data));
    if (leftovers.length > 0) say(`Ended what an earlier start left running: ${leftovers.join(', ')}.`);
    if (options.reset)
      await step(`Deleting the data in ${settings.data}`, async () => emptyDataFolder(settings.data));
    await requireFreePorts(settings);
    await run(settings, options);
  } finally {
    letGo();
  }
}

/** Brings everything up, waits to be told to end, and ends everything. */
async function run(settings: Settings, options: StartOptions): Promise<void> {
  const supervisor = new Supervisor(settings.data, options);
  const asked = askedToEnd();
  try {
    await Promise.race([bringUp(settings, options, supervisor), asked]);
    await asked;
  } finally {
    const begun = Date.now();
    await endTools();
    const stopped = await supervisor.stopAll();
    say(`Stopped ${stopped.join(', ') || 'nothing'} (${((Date.now() - begun) / 1000).toFixed(1)} s).`);
  }
}

async function bringUp(settings: Settings, options: StartOptions, supervisor: Supervisor): Promise<void> {
  const services = await bringUpServices(settings, supervisor);
  const secrets = demoSecrets(settings.data);
  const product = productEnvironment(settings, services, secrets);
  requireGoodEnvironment(product);
  const file = path.join(settings.data, 'environment');
  writeFileSync(file, asShellLines(product), { mode: 0o600 });
  await bringUpStandIns(settings, secrets, supervisor);
  if (options.onlyServices) {
    say(`Services are up. Their addresses, for a shell: . ${file}\nCtrl-C ends them.`);
    return;
  }
  await buildWhatChanged(path.join(settings.data, 'logs'));
  await migrateAndSeed(settings, product);
  await bringUpApps(settings, product, supervisor);
  say(greeting(settings));
}

/** Settles at the first Ctrl-C, SIGTERM or closed terminal. */
function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        say('Ending…');
        resolve();
      });
    }
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  say(sentenceFor(error));
  process.exit(1);
}
