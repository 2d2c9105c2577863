import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runChecks } from './checking/checks.ts';
import { runIntegration, runJourneys } from './checking/on-services.ts';
import { outcomeLine, totalLine, type Outcome } from './checking/outcome.ts';
import { emptyDataFolder, openDataFolder } from './local/data-folder.ts';
import { sweepOldTests } from './local/old-tests.ts';
import { readSettings, repositoryRoot, type Settings } from './settings.ts';
import { findFreePorts } from './services/ports.ts';
import { takeLock } from './supervision/lock.ts';
import { Supervisor } from './supervision/supervisor.ts';
import { endTools } from './tools.ts';
import { say } from './progress.ts';
import { sentenceFor } from './refusal.ts';

const outcomes: Outcome[] = [];
const note = (outcome: Outcome): void => {
  outcomes.push(outcome);
  say(outcomeLine(outcome));
};

/** Settings as of `npm start`, but with a data folder and ports that nobody else has. */
async function ownSettings(): Promise<Settings> {
  const home = path.join(repositoryRoot, '.gradus');
  openDataFolder(home);
  await sweepOldTests(home);
  const data = mkdtempSync(path.join(home, 'test-'));
  return { ...readSettings(process.env), data, ports: await findFreePorts(), throwaway: true };
}

const settings = await ownSettings();
const letGo = takeLock(settings.data);
const supervisor = new Supervisor(settings.data);
const endAll = async (): Promise<void> => {
  await endTools();
  await supervisor.stopAll();
};
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => void endAll().then(() => process.exit(1)));
}

outcomes.push(...(await runChecks(path.join(settings.data, 'logs'))));
try {
  const product = await runIntegration(settings, supervisor, note);
  await runJourneys(settings, supervisor, product, note);
} catch (error) {
  note({ name: 'set-up', passed: 0, failed: 1, seconds: 0, output: '' });
  say(sentenceFor(error));
}
await endAll();
const hasFailed = outcomes.some(({ failed }) => failed > 0);
if (hasFailed) say(`What it left to look at, with its logs: ${settings.data}`);
else {
  emptyDataFolder(settings.data);
  rmSync(settings.data, { recursive: true, force: true });
}
letGo();
say('');
for (const outcome of outcomes) say(outcomeLine(outcome));
say(`\n${totalLine(outcomes)}`);
process.exit(hasFailed ? 1 : 0);
