import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { loadConfig } from '@gradus/config';
import { createTemporalClient } from '@gradus/temporal';
import { step } from '../../../scripts/progress.ts';
import { repositoryRoot } from '../../../scripts/settings.ts';
import { readFlags } from '../flags.ts';
import { HAND_WRITTEN_QUEUE, LATE_WORKFLOW } from '../hand-written/queue.ts';
import { type Limits, measureLimits } from '../report/limits.ts';
import { rounded } from '../report/ratios.ts';
import { printTable } from '../report/table.ts';
import { prepareGround } from '../run-cost/seed-runs.ts';
import type { Ending } from '../stage/ending.ts';
import { beginAll, beginRun } from '../stage/begin-runs.ts';
import { startProgram } from '../stage/plain-process.ts';
import { type Stage, openStage } from '../stage/stage.ts';
import { accessLateness } from './access.ts';
import { type Crowd, lateness, seedCrowd, untilParked } from './due-crowd.ts';

/** Help of `npm run bench -- lateness`. */
export const usage = `npm run bench -- lateness [--runs 1000] [--more 10000] [--most-minutes 25]

  --runs          runs that are all due at one instant, without jitter; once drawn, once hand-written
  --more          the same again with so many; 0 leaves that part out
  --most-minutes  a part that would begin after that is left out`;

interface Lateness {
  runs: number;
  p50: number;
  p99: number;
  most: number;
}

/** How late the message of a run is queued when very many are due at once, beside the same written by hand. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const flags = readFlags(args, { runs: 1_000, more: 10_000, 'most-minutes': 25 });
  const until = Date.now() + flags['most-minutes'] * 60_000;
  const stage = await openStage(ending, { GRADUS_SWEEP_SECONDS: '3600' }, { standIns: true, api: false });
  const program = path.join(repositoryRoot, 'bench/src/hand-written/worker.ts');
  await step('Starting the hand-written worker', () => startProgram(program, stage.env, ending));
  const client = createTemporalClient(loadConfig(stage.env).temporal);
  ending.later(() => client.connection.close());
  const ground = await prepareGround(stage.db, 'ai-marketing-mastery');
  const limits = await measureLimits(stage.db, stage.settings.data);
  const found: Record<string, Lateness> = {};
  for (const runs of [flags.runs, flags.more].filter((count) => count > 0)) {
    if (Date.now() > until) break;
    const seed = () => seedCrowd(stage.db, ground, runs);
    found[`drawn${runs}`] = await step(`${runs} drawn runs due at once`, async () =>
      play(stage, await seed(), (id) => beginRun(client, stage, id)),
    );
    found[`byHand${runs}`] = await step(`${runs} hand-written runs due at once`, async () =>
      play(stage, await seed(), (id, dueAt) => startByHand(client, id, dueAt)),
    );
  }
  const access = await step('Access while every worker is dead', () => accessLateness(stage, ground));
  tell(found, limits);
  return { ...found, ...access, limits };
}

async function play(
  stage: Stage,
  crowd: Crowd,
  begin: (runId: string, dueAt: Date) => Promise<unknown>,
): Promise<Lateness> {
  await beginAll(crowd.runIds, (id) => begin(id, crowd.dueAt));
  await untilParked(stage.db, crowd);
  await pause(Math.max(0, crowd.dueAt.getTime() - Date.now()));
  const late = await lateness(stage.db, crowd);
  const at = (share: number) =>
    rounded((late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0) / 1_000);
  return { runs: late.length, p50: at(0.5), p99: at(0.99), most: at(1) };
}

const startByHand = (client: Client, runId: string, dueAt: Date) =>
  client.workflow.start(LATE_WORKFLOW, {
    taskQueue: HAND_WRITTEN_QUEUE,
    workflowId: `late-by-hand:${runId}`,
    args: [{ runId, dueAt: dueAt.getTime() }],
  });

function tell(found: Record<string, Lateness>, limits: Limits): void {
  printTable(
    'From the moment all are due until the message is queued, seconds',
    Object.entries(found).map(([what, { runs, p50, p99, most }]) => ({ what, runs, p50, p99, most })),
  );
  console.log(
    `One-row commits a second meanwhile: ${limits.insertCommits}; rounds of a CPU loop: ${limits.cpuRounds}`,
  );
}
