import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../settings.ts';
import { captured } from '../tools.ts';

/** A jest project to run. */
export interface JestRun {
  project: 'unit' | 'integration';
  /** Further arguments: paths, `-t` and such. */
  args?: string[];
  env?: NodeJS.ProcessEnv;
  logFile: string;
  /** Show what it says while it runs. */
  live: boolean;
}

/** What jest writes with `--json`, as far as we read it. */
interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
}

/** Integration waits for servers and for time to pass; unit tests only compute. */
const WORKERS = { unit: 2, integration: 3 };

const patienceAfterResult = 20_000;

/** Runs the tests of one project. A suite that cannot be loaded counts as one failure, and so does not ending. */
export async function runJest(run: JestRun): Promise<{ passed: number; failed: number; output: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gradus-jest-'));
  const resultFile = path.join(folder, 'result.json');
  const stop = new AbortController();
  const watch = setInterval(() => {
    if (!existsSync(resultFile)) return;
    clearInterval(watch);
    setTimeout(() => stop.abort(), patienceAfterResult).unref();
  }, 500);
  try {
    const { code, output } = await captured({
      command: path.join(repositoryRoot, 'node_modules/.bin/node'),
      args: [
        'node_modules/jest/bin/jest.js',
        `--selectProjects=${run.project}`,
        '--passWithNoTests',
        `--maxWorkers=${WORKERS[run.project]}`,
        // For tests that name no patience of their own: machines differ.
        '--testTimeout=30000',
        '--json',
        `--outputFile=${resultFile}`,
        ...(run.args ?? []),
      ],
      env: {
        ...(run.env ?? process.env),
        NODE_ENV: 'test',
        NODE_OPTIONS: nodeOptions(run.env ?? process.env),
      },
      logFile: run.logFile,
      onOutput: run.live ? (stream, chunk) => stream === 'stderr' && process.stdout.write(chunk) : undefined,
      signal: stop.signal,
    });
    return {
      ...countsOf(resultFile, code, stop.signal.aborted),
      output: output.replaceAll(/^PASS .*\n/gm, ''),
    };
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

function countsOf(resultFile: string, code: number, wasStopped: boolean): { passed: number; failed: number } {
  if (!existsSync(resultFile)) return { passed: 0, failed: code === 0 ? 0 : 1 };
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + (wasStopped ? 1 : 0);
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

function nodeOptions({ NODE_OPTIONS = '' }: NodeJS.ProcessEnv): string {
  return `${NODE_OPTIONS} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
}
