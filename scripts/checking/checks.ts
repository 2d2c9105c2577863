import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { completeLock, type LockFile } from './complete-lock.ts';
import { isEnvExampleFresh } from '../env-example.ts';
import { repositoryRoot } from '../settings.ts';
import { captured } from '../tools.ts';
import { say } from '../progress.ts';
import { houseProblems, readSources, sizes } from './house-rules.ts';
import { runJest } from './jest-run.ts';
import { outcomeLine, outcomeOf, type Outcome } from './outcome.ts';

type Work = () => Promise<{ passed: number; failed: number; output: string }>;

const bin = (name: string): string => path.join(repositoryRoot, 'node_modules/.bin', name);
const cruised = [
  'apps',
  'libs',
  'workflows',
  'activities',
  'web/src',
  'stand-ins/src',
  'e2e/src',
  'bench/src',
  'scripts',
];

/**
 * Everything that needs no service: what only reads the sources two at a time, then the unit tests with the machine
 * to themselves. A line for each as it ends, and the words of those that failed.
 */
export async function runChecks(logFolder: string): Promise<Outcome[]> {
  const waiting = Object.entries(checks(logFolder));
  const outcomes: Outcome[] = [];
  const run = async (name: string, work: Work) => {
    const outcome = await outcomeOf(name, work);
    say(outcomeLine(outcome));
    outcomes.push(outcome);
  };
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(...next);
  };
  await Promise.all([worker(), worker()]);
  await run('unit tests', () =>
    runJest({ project: 'unit', logFile: path.join(logFolder, 'unit.log'), live: false }),
  );
  for (const { name, output } of outcomes.filter(({ failed }) => failed > 0)) {
    say(`\n---- ${name} ----\n${output.trim()}`);
  }
  return outcomes;
}

function checks(logFolder: string): Record<string, Work> {
  const tool =
    (name: string, ...args: string[]): Work =>
    () =>
      runTool(name, args, logFolder);
  return {
    types: tool('tsc', '--pretty', 'false', '-p', 'tsconfig.json'),
    'web types': tool('tsc', '--pretty', 'false', '-p', 'web/tsconfig.json'),
    format: tool('prettier', '--check', '--log-level', 'warn', '.'),
    lint: tool('oxlint'),
    borders: tool(
      'depcruise',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err-long',
      ...cruised.filter(isThere),
    ),
    'dead code': tool('knip', '--no-progress', '--no-config-hints'),
    house: async () => houseRules(),
    '.env.example': async () =>
      fresh(isEnvExampleFresh(), 'is stale; run "npx node scripts/env-example.ts".'),
    'lock file': async () =>
      fresh(
        isLockComplete(),
        'lacks packages of other machines; run "npx node scripts/checking/complete-lock.ts".',
      ),
  };
}

async function runTool(name: string, args: string[], logFolder: string) {
  const logFile = path.join(logFolder, `check-${name}.log`);
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const { code, output } = await captured({ command: bin(name), args, env, logFile });
  return { ...counted(code === 0), output };
}

function houseRules() {
  const sources = readSources(repositoryRoot);
  const problems = houseProblems(sources);
  const { median, p95 } = sizes(sources);
  const size = `${sources.length} files, the middle one ${median} lines, 95 of 100 up to ${p95}`;
  return { ...counted(problems.length === 0), output: [...problems, size].join('\n') };
}

function isLockComplete(): boolean {
  return (
    completeLock(JSON.parse(readFileSync(path.join(repositoryRoot, 'package-lock.json'), 'utf8')) as LockFile)
      .length === 0
  );
}

const isThere = (place: string): boolean => existsSync(path.join(repositoryRoot, place));
const counted = (isGood: boolean) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 });
const fresh = (isGood: boolean, sentence: string) => ({ ...counted(isGood), output: `It ${sentence}` });
