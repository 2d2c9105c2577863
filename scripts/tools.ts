import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.ts';
import { repositoryRoot } from './settings.ts';
import { endProcess } from './supervision/process-identity.ts';

/** A program that runs to its end: a compiler, a migration. */
export interface ToolRun {
  /** What failed, when it fails: "Building the API". */
  title: string;
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Where its output goes. */
  logFile: string;
  /** Hears every piece of its output at once. */
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  /** Ends it before it ends itself. */
  signal?: AbortSignal;
}

const running = new Set<ChildProcess>();
let ending = false;

/** Runs a tool to its end; when it fails, refuses with the end of what it said. */
export async function runTool(run: ToolRun): Promise<void> {
  const { code, output } = await captured(run);
  if (code === 0) return;
  const tail = output
    .trimEnd()
    .split('\n')
    .slice(-25)
    .map((line) => `  ${line}`);
  throw new Refusal([`${run.title} failed:`, ...tail, `(${run.logFile})`].join('\n'));
}

/** Runs a tool to its end and answers what it said. */
export function captured(run: Omit<ToolRun, 'title'>): Promise<{ code: number; output: string }> {
  if (ending) return Promise.resolve({ code: 1, output: 'Everything is ending.' });
  mkdirSync(path.dirname(run.logFile), { recursive: true });
  const log = createWriteStream(run.logFile, { flags: 'a', mode: 0o600 });
  return new Promise((resolve) => {
    const { command, args, cwd = repositoryRoot, env = process.env } = run;
    // Programs of npm packages begin with "env node": they get the one that npm installed.
    const PATH = [path.join(repositoryRoot, 'node_modules/.bin'), env.PATH].join(path.delimiter);
    const child = spawn(command, args, { cwd, env: { ...env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-400_000);
        log.write(chunk);
        run.onOutput?.(stream, chunk);
      });
    }
    run.signal?.addEventListener('abort', () => {
      output += '\nIt did not end and was stopped.\n';
      if (child.pid) void endProcess(child.pid, { polite: 'SIGTERM', graceMs: 3000 });
    });
    const end = (code: number) => {
      running.delete(child);
      log.end();
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Ends the tools that still run, when everything is to end. */
export async function endTools(): Promise<void> {
  ending = true;
  const pids = [...running].flatMap((child) => child.pid ?? []);
  await Promise.all(pids.map((pid) => endProcess(pid, { polite: 'SIGTERM', graceMs: 2000 })));
}
