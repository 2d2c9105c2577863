import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { Refusal } from '../../../scripts/refusal.ts';
import { readProcessList, stopMark } from '../../../scripts/supervision/process-list.ts';
import type { Ending } from '../stage/ending.ts';
import type { Stage } from '../stage/stage.ts';

/** What may die. */
export const PARTS = ['worker', 'api', 'postgres', 'temporal', 'valkey'] as const;
export type Part = (typeof PARTS)[number];

/** Moments at which dying hurts, as a question that has an answer while one lasts. */
const MOMENTS: ReadonlyArray<[name: string, question: string]> = [
  [
    'a turn is being written',
    `SELECT 1 FROM pg_stat_activity WHERE application_name = 'gradus worker' AND state <> 'idle' AND query LIKE '%step_runs%'`,
  ],
  ['a mail is in hand', `SELECT 1 FROM messages WHERE state = 'claimed'`],
  ['an effect is claimed', `SELECT 1 FROM effects WHERE state = 'claimed'`],
  ['an event waits to be routed', 'SELECT 1 FROM domain_events WHERE routed_at IS NULL'],
];
const WAIT_MS = 8_000;
const BACK_WITHIN_MS = 120_000;

export interface Strike {
  part: Part;
  moment: string;
  met: boolean;
  /** From the kill until it answered again. */
  downMs: number;
}

/** Kills the parts in turn, each at every moment, and waits until each is back. At most so many strikes. */
export async function strikeParts(stage: Stage, ending: Ending, most: number): Promise<Strike[]> {
  const strikes: Strike[] = [];
  for (const [moment, question] of MOMENTS)
    for (const part of PARTS) {
      if (strikes.length >= most || ending.over) return strikes;
      const met = await waitFor(stage, question);
      const begun = Date.now();
      await killPart(stage, part);
      await untilBack(stage, part);
      strikes.push({ part, moment, met, downMs: Date.now() - begun });
      console.log(
        `  killed ${part} while ${moment}${met ? '' : ' (not met)'}: back after ${Date.now() - begun} ms`,
      );
      await pause(1_000);
    }
  return strikes;
}

async function waitFor({ db }: Stage, question: string): Promise<boolean> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await pause(3)) {
    const answer = await db.query(`${question} LIMIT 1`).catch(() => null);
    if (answer?.rowCount) return true;
  }
  return false;
}

/** SIGKILL. What is supervised is started again by its supervisor, as in `npm start`; the worker by us. */
async function killPart(stage: Stage, part: Part): Promise<void> {
  if (part === 'worker') {
    await stage.worker.kill();
    await pause(500);
    stage.worker.start();
    return;
  }
  const pid = pidOf(stage, part);
  process.kill(pid, 'SIGKILL');
  for (const end = Date.now() + BACK_WITHIN_MS; ; await pause(20)) {
    const now = readProcessList(stage.settings.data)?.parts.find(({ name }) => name === part)?.pid;
    if (now && now !== pid) return;
    if (Date.now() > end) throw new Refusal(`${part} was killed and nobody started it again.`);
  }
}

function pidOf(stage: Stage, part: Part): number {
  const pid = readProcessList(stage.settings.data)?.parts.find(({ name }) => name === part)?.pid;
  if (!pid) throw new Refusal(`${part} is not running.`);
  return pid;
}

async function untilBack(stage: Stage, part: Part): Promise<void> {
  if (part === 'worker') return stage.worker.becomeReady();
  for (const end = Date.now() + BACK_WITHIN_MS; !(await answers(stage, part)); await pause(50))
    if (Date.now() > end) throw new Refusal(`${part} did not come back.`);
}

async function answers(stage: Stage, part: Part): Promise<boolean> {
  try {
    if (part === 'postgres') await stage.db.query('SELECT 1');
    else if (part === 'api') return (await fetch(`${stage.apiUrl}/health/live`)).ok;
    else if (part === 'temporal') {
      const connection = await Connection.connect({
        address: stage.services.temporalAddress,
        connectTimeout: '2s',
      });
      await connection.close();
    }
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL is away for so long, and nobody starts it before. `meanwhile` is asked at the end of it. */
export async function withoutPostgres<Answer>(
  stage: Stage,
  seconds: number,
  meanwhile: () => Promise<Answer>,
): Promise<Answer> {
  const mark = stopMark(stage.settings.data, 'postgres');
  writeFileSync(mark, '');
  process.kill(pidOf(stage, 'postgres'), 'SIGKILL');
  await pause(seconds * 1_000);
  const answer = await meanwhile();
  rmSync(mark);
  await untilBack(stage, 'postgres');
  return answer;
}
