import path from 'node:path';
import { runChecks } from './checking/checks.ts';
import { totalLine } from './checking/outcome.ts';
import { repositoryRoot } from './settings.ts';
import { endTools } from './tools.ts';
import { say } from './progress.ts';

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => void endTools().then(() => process.exit(1)));
}
const outcomes = await runChecks(path.join(repositoryRoot, '.gradus', 'logs'));
say(`\n${totalLine(outcomes)}`);
process.exit(outcomes.some(({ failed }) => failed > 0) ? 1 : 0);
