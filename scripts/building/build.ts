import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say, step } from '../progress.ts';
import { Refusal } from '../refusal.ts';
import { repositoryRoot } from '../settings.ts';
import { lockFile } from '../supervision/lock.ts';
import { runTool } from '../tools.ts';
import { fingerprint } from './fingerprint.ts';
import { targets, type Target } from './targets.ts';

const inRoot = (place: string): string => path.join(repositoryRoot, place);
const stamps = inRoot('dist/.stamps');

/** Builds what is missing or was made from other sources than those that lie here now. */
export async function buildWhatChanged(logFolder: string): Promise<void> {
  mkdirSync(stamps, { recursive: true });
  const letGo = await takeTurn();
  try {
    const absent = targets
      .flat()
      .filter((target) => !target.needs.every((place) => existsSync(inRoot(place))));
    for (const { title } of absent) say(`Skipping ${title}: there are no sources yet.`);
    const chains = targets.map((chain) =>
      chain.filter((target) => !absent.includes(target) && isStale(target)),
    );
    const names = chains.flat().map(({ title }) => title);
    if (names.length === 0) return;
    await step(`Building ${listed(names)}`, async () => {
      await Promise.all(chains.map((chain) => buildChain(chain, logFolder)));
    });
  } finally {
    letGo();
  }
}

async function buildChain(chain: Target[], logFolder: string): Promise<void> {
  for (const target of chain) {
    const print = fingerprint(repositoryRoot, target.sources);
    rmSync(stampOf(target), { force: true });
    const logFile = path.join(logFolder, `build-${target.name}.log`);
    rmSync(logFile, { force: true });
    for (const { program, args, folder = '.' } of target.tools) {
      await runTool({
        title: `Building ${target.title}`,
        command: inRoot(`node_modules/.bin/${program}`),
        args,
        cwd: inRoot(folder),
        env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
        logFile,
      });
    }
    const missing = target.outputs.filter((place) => !existsSync(inRoot(place)));
    if (missing.length > 0)
      throw new Refusal(`Building ${target.title} did not make ${missing.join(', ')} (${logFile}).`);
    writeFileSync(stampOf(target), print);
  }
}

function isStale(target: Target): boolean {
  const stamp = stampOf(target);
  if (!existsSync(stamp) || !target.outputs.every((place) => existsSync(inRoot(place)))) return true;
  return readFileSync(stamp, 'utf8') !== fingerprint(repositoryRoot, target.sources);
}

/** One build at a time in a clone; others wait for it. */
async function takeTurn(): Promise<() => void> {
  const until = Date.now() + 300_000;
  for (;;) {
    try {
      return lockFile(
        path.join(stamps, 'lock'),
        (pid) => `Process ${pid} has been building in this clone for five minutes; end it.`,
      );
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(500);
    }
  }
}

const stampOf = ({ name }: Target): string => path.join(stamps, name);

function listed(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
