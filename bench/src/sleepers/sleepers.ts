import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@gradus/config';
import { createTemporalClient } from '@gradus/temporal';
import { step } from '../../../scripts/progress.ts';
import { readProcessList } from '../../../scripts/supervision/process-list.ts';
import { readFlags } from '../flags.ts';
import { seedCrowd } from '../lateness/due-crowd.ts';
import { rounded } from '../report/ratios.ts';
import { printTable } from '../report/table.ts';
import { prepareGround } from '../run-cost/seed-runs.ts';
import type { Ending } from '../stage/ending.ts';
import { beginAll, beginRun } from '../stage/begin-runs.ts';
import { type Stage, openStage } from '../stage/stage.ts';

/** Help of `npm run bench -- sleepers`. */
export const usage = `npm run bench -- sleepers [--most 10000] [--minutes 25]

  --most     parked runs in the end: measured at 1,000, at 10,000 and at 100,000, as far as that goes
  --minutes  after which no further runs are parked`;

const SIZES = [1_000, 10_000, 100_000];
/** What was in hand is let go; the sticky queue of Temporal empties after ten seconds. */
const SETTLE_MS = 15_000;
/** Long enough that none of them wakes meanwhile. */
const ASLEEP_MINUTES = 9_000;

interface Reading {
  sleepers: number;
  workerMb: number;
  temporalMb: number;
  /** Of our tables, an average run. */
  bytesPerSleeper: number;
  /** Commits of our database a second while all sleep. */
  idleCommits: number;
}

/** Parks ever more runs and weighs the worker: what sleeps must cost it nothing. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const flags = readFlags(args, { most: 10_000, minutes: 25 });
  const until = Date.now() + flags.minutes * 60_000;
  const stage = await openStage(ending, { GRADUS_SWEEP_SECONDS: '60' }, { standIns: true, api: false });
  const client = createTemporalClient(loadConfig(stage.env).temporal);
  ending.later(() => client.connection.close());
  const ground = await prepareGround(stage.db, 'ai-marketing-mastery');
  const readings = [await weigh(stage, 0)];
  let parked = 0;
  for (const size of [
    ...SIZES.filter((one) => one <= flags.most),
    ...(SIZES.includes(flags.most) ? [] : [flags.most]),
  ]) {
    await step(`Parking ${size} runs`, async () => {
      while (parked < size && Date.now() < until && !ending.over) {
        const { runIds } = await seedCrowd(stage.db, ground, Math.min(1_000, size - parked), ASLEEP_MINUTES);
        parked += runIds.length;
        await beginAll(runIds, (runId) => beginRun(client, stage, runId));
        await untilAllSleep(stage, ending);
      }
    });
    readings.push(await weigh(stage, parked));
    if (parked < size) break;
  }
  printTable(
    'What sleeping runs weigh',
    readings.map((reading) => ({ ...reading })),
  );
  const [first, last] = [readings[1]!, readings.at(-1)!];
  return { readings, workerGrowth: rounded(last.workerMb / first.workerMb), sleepers: last.sleepers };
}

async function untilAllSleep({ db }: Stage, ending: Ending): Promise<void> {
  for (const end = Date.now() + 600_000; !ending.over; await pause(500)) {
    const { rows } = await db.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM runs WHERE condition = 'running' AND finished_at IS NULL`,
    );
    if (rows[0]!.open === 0) return;
    if (Date.now() > end) throw new Error(`${rows[0]!.open} runs did not fall asleep within ten minutes.`);
  }
}

async function weigh(stage: Stage, sleepers: number): Promise<Reading> {
  await pause(SETTLE_MS);
  const commits = async () => {
    const { rows } = await stage.db.query<{ n: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS n',
    );
    return Number(rows[0]!.n);
  };
  const [before, begun] = [await commits(), Date.now()];
  await pause(5_000);
  const idleCommits = rounded(((await commits()) - before) / ((Date.now() - begun) / 1_000));
  const { rows } = await stage.db.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(name::regclass)) AS bytes
       FROM unnest(ARRAY['runs', 'step_runs', 'run_turns', 'run_wakes']) AS name`,
  );
  const temporal = readProcessList(stage.settings.data)?.parts.find(({ name }) => name === 'temporal')?.pid;
  return {
    sleepers,
    workerMb: memoryOf(stage.worker.pid),
    temporalMb: memoryOf(temporal),
    bytesPerSleeper: sleepers === 0 ? 0 : Math.round(Number(rows[0]!.bytes) / sleepers),
    idleCommits,
  };
}

/** Resident memory of a process, MB. */
function memoryOf(pid: number | undefined): number {
  const status = pid ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}
