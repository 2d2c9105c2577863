import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@gradus/config';
import { createTemporalClient } from '@gradus/temporal';
import { step } from '../../../scripts/progress.ts';
import { repositoryRoot } from '../../../scripts/settings.ts';
import { readProcessList } from '../../../scripts/supervision/process-list.ts';
import { readFlags } from '../flags.ts';
import { type Limits, measureLimits } from '../report/limits.ts';
import { median, ratioText, rounded } from '../report/ratios.ts';
import { printFigures, printTable } from '../report/table.ts';
import type { Ending } from '../stage/ending.ts';
import { startProgram } from '../stage/plain-process.ts';
import { type Stage, openStage } from '../stage/stage.ts';
import { type BatchCost, type Kind, type Ring, playBatch } from './batch.ts';
import { cost, read } from './meter.ts';
import { prepareGround } from './seed-runs.ts';

/** Help of `npm run bench -- engine`. */
export const usage = `npm run bench -- engine [--pairs 7] [--runs 24] [--week-seconds 1.2]

  --pairs         pairs of batches, a drawn one and a hand-written one, in the order ABBA
  --runs          runs in a batch
  --week-seconds  real time of a week; too short for the machine shows as "in step" below the number of runs`;

const IDLE_SECONDS = 10;

interface Pair {
  drawn: BatchCost;
  handWritten: BatchCost;
  limits: Limits;
}

/** Holds twelve-week runs against the same work written by hand. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const flags = readFlags(args, { pairs: 7, runs: 24, 'week-seconds': 1.2 });
  const stage = await openStage(ending, { GRADUS_SWEEP_SECONDS: '3600' }, { standIns: true, api: false });
  const program = path.join(repositoryRoot, 'bench/src/hand-written/worker.ts');
  const byHand = await step('Starting the hand-written worker', () =>
    startProgram(program, stage.env, ending),
  );
  const ring = await openRing(stage, ending, byHand);
  await step('Warming up', () => playPair(ring, 0, flags));
  const pairs: Pair[] = [];
  for (let at = 0; at < flags.pairs; at++)
    pairs.push(await step(`Pair ${at + 1} of ${flags.pairs}`, () => playPair(ring, at, flags)));
  writeRows(pairs);
  return report(pairs, flags.runs);
}

async function openRing(stage: Stage, ending: Ending, byHand: number): Promise<Ring> {
  const client = createTemporalClient(loadConfig(stage.env).temporal);
  ending.later(() => client.connection.close());
  const parts = readProcessList(stage.settings.data)?.parts ?? [];
  const servers = ['postgres', 'temporal'].flatMap(
    (name) => parts.find((part) => part.name === name)?.pid ?? [],
  );
  const roots = { servers, workers: [byHand, stage.worker.pid!] };
  // Full-page images depend on how far apart checkpoints are and not on a run: none but those of the warm-up is counted.
  await stage.db.query(`ALTER SYSTEM SET checkpoint_timeout = '1h'`);
  await stage.db.query(`ALTER SYSTEM SET max_wal_size = '8GB'`);
  // Nor is the upkeep of tables, which depends on when it was last done: some 8 KB a run where it falls into a batch of eight.
  await stage.db.query('ALTER SYSTEM SET autovacuum = off');
  await stage.db.query('SELECT pg_reload_conf()');
  const ground = await prepareGround(stage.db, 'ai-marketing-mastery');
  const idle = await step('Measuring the cost of doing nothing', async () => {
    const before = await read(stage.db, roots);
    await pause(IDLE_SECONDS * 1_000);
    const after = await read(stage.db, roots);
    const spent = cost(before, after, null);
    const seconds = (after.at - before.at) / 1_000;
    return {
      at: 0,
      commits: spent.commits / seconds,
      transactions: spent.transactions / seconds,
      walBytes: spent.walBytes / seconds,
      cpuMs: spent.cpuMs / seconds,
      workerCpuMs: spent.workerCpuMs / seconds,
    };
  });
  return { stage, ending, client, ground, roots, idle };
}

/** AB, then BA: what changes with time falls on both. */
async function playPair(
  ring: Ring,
  at: number,
  flags: { runs: number; 'week-seconds': number },
): Promise<Pair> {
  const order: Kind[] = at % 2 === 0 ? ['drawn', 'handWritten'] : ['handWritten', 'drawn'];
  const found: Partial<Record<Kind, BatchCost>> = {};
  const limits = await measureLimits(ring.stage.db, ring.stage.settings.data);
  let before = await read(ring.stage.db, ring.roots);
  for (const kind of order) {
    const batch = { runs: flags.runs, weekSeconds: flags['week-seconds'], before };
    const { cost: spent, after } = await playBatch(ring, kind, batch);
    found[kind] = spent;
    before = after;
  }
  return { drawn: found.drawn!, handWritten: found.handWritten!, limits };
}

function report(pairs: readonly Pair[], runs: number): Record<string, unknown> {
  const of = (kind: Kind, name: Exclude<keyof BatchCost, 'kind'>) =>
    median(pairs.map((pair) => pair[kind][name]));
  const ratios = (name: Exclude<keyof BatchCost, 'kind'>) =>
    pairs.map(({ drawn, handWritten }) => drawn[name] / handWritten[name]);
  const line = (what: string, name: Exclude<keyof BatchCost, 'kind'>) => ({
    'per run': what,
    drawn: rounded(of('drawn', name), 1),
    'by hand': rounded(of('handWritten', name), 1),
    'ratio (least-most)': ratioText(ratios(name)),
  });
  printTable('A twelve-week run: 12 releases, 12 messages, 1 certificate', [
    line('history events', 'events'),
    line('history bytes', 'bytes'),
    line('events with the certificate workflow', 'allEvents'),
    line('bytes with the certificate workflow', 'allBytes'),
    line('commits (transactions that write)', 'commits'),
    line('transactions, reading ones included', 'transactions'),
    line('WAL bytes', 'walBytes'),
    line('processor ms (PostgreSQL, Temporal, workers)', 'cpuMs'),
    line('of which workers', 'workerCpuMs'),
    line(`of ${runs} runs every week a turn of its own`, 'inStep'),
  ]);
  const speed = pairs.map(({ drawn, handWritten }) => handWritten.cpuMs / drawn.cpuMs);
  printFigures('Speed and limits', {
    'runs per processor second, drawn to by hand': ratioText(speed),
    'one-row commits a second': ratioText(pairs.map(({ limits }) => limits.insertCommits)),
    'fdatasync a second': ratioText(pairs.map(({ limits }) => limits.fdatasyncs)),
    'rounds of a CPU loop a second': ratioText(pairs.map(({ limits }) => limits.cpuRounds)),
  });
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)].map((one) => rounded(one));
  return {
    events: of('drawn', 'events'),
    eventsRatio: rounded(median(ratios('events'))),
    bytes: of('drawn', 'bytes'),
    bytesRatio: rounded(median(ratios('bytes'))),
    allEventsRatio: rounded(median(ratios('allEvents'))),
    allBytesRatio: rounded(median(ratios('allBytes'))),
    runsPerSecondRatio: rounded(median(speed)),
    runsPerSecondRange: range(speed),
    wakeCpuRatio: rounded(median(ratios('workerCpuMs'))),
    commitsPerRun: rounded(of('drawn', 'commits'), 1),
    transactionsPerRun: rounded(of('drawn', 'transactions'), 1),
    commitsRatio: rounded(median(ratios('commits'))),
    walBytesPerRun: Math.round(of('drawn', 'walBytes')),
    walBytesRatio: rounded(median(ratios('walBytes'))),
    pairs: pairs.length,
    runs,
    limits: {
      insertCommits: median(pairs.map(({ limits }) => limits.insertCommits)),
      fdatasyncs: median(pairs.map(({ limits }) => limits.fdatasyncs)),
      cpuRounds: median(pairs.map(({ limits }) => limits.cpuRounds)),
    },
  };
}

/** Every batch as a row, nothing left out. */
function writeRows(pairs: readonly Pair[]): void {
  const folder = path.join(repositoryRoot, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const batches = pairs.flatMap(({ drawn, handWritten }) => [drawn, handWritten]);
  const names = Object.keys(batches[0] ?? {}) as Array<keyof BatchCost>;
  const lines = [names.join(','), ...batches.map((batch) => names.map((name) => batch[name]).join(','))];
  const file = path.join(folder, 'run-cost.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  console.log(`Every batch: ${path.relative(repositoryRoot, file)}`);
}
