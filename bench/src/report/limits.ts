import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';

/** What the machine can do at this moment: to be read beside every figure that is a time. */
export interface Limits {
  /** Commits of one inserted row a second, 16 connections. */
  insertCommits: number;
  /** 8 kB written and made durable, times a second. */
  fdatasyncs: number;
  /** Rounds of a fixed loop a second, one core. */
  cpuRounds: number;
}

/** Measures for about two seconds in all. `folder` lies on the disk that PostgreSQL uses. */
export async function measureLimits(db: pg.Pool, folder: string): Promise<Limits> {
  return {
    insertCommits: await insertCommits(db),
    fdatasyncs: fdatasyncs(folder),
    cpuRounds: cpuRounds(),
  };
}

const WINDOW_MS = 700;

async function insertCommits(db: pg.Pool): Promise<number> {
  await db.query('CREATE TABLE IF NOT EXISTS bench_limit (at timestamptz DEFAULT clock_timestamp())');
  const begun = performance.now();
  let count = 0;
  const one = async () => {
    while (performance.now() - begun < WINDOW_MS) {
      await db.query('INSERT INTO bench_limit DEFAULT VALUES');
      count++;
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
  const seconds = (performance.now() - begun) / 1_000;
  await db.query('DROP TABLE bench_limit');
  return Math.round(count / seconds);
}

function fdatasyncs(folder: string): number {
  const file = path.join(folder, 'fdatasync-probe');
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(8_192, 1);
  const begun = performance.now();
  let count = 0;
  while (performance.now() - begun < WINDOW_MS / 2) {
    writeSync(descriptor, block, 0, block.length, (count % 1_000) * block.length);
    fdatasyncSync(descriptor);
    count++;
  }
  const seconds = (performance.now() - begun) / 1_000;
  closeSync(descriptor);
  rmSync(file);
  return Math.round(count / seconds);
}

function cpuRounds(): number {
  const begun = performance.now();
  let rounds = 0;
  let state = 1;
  while (performance.now() - begun < WINDOW_MS / 2) {
    for (let at = 0; at < 100_000; at++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    rounds++;
  }
  // The loop must not be optimised away.
  if (state === 0) rounds++;
  return Math.round(rounds / ((performance.now() - begun) / 1_000));
}
