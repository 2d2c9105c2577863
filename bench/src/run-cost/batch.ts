import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { runWorkflowId } from '@gradus/contracts/processes';
import { HAND_WRITTEN_QUEUE, HAND_WRITTEN_WORKFLOW } from '../hand-written/queue.ts';
import { median } from '../report/ratios.ts';
import type { Ending } from '../stage/ending.ts';
import { beginRun } from '../stage/begin-runs.ts';
import type { Stage } from '../stage/stage.ts';
import { type Reading, cost, read } from './meter.ts';
import { WEEKS } from './drawing.ts';
import { type Ground, seedRun } from './seed-runs.ts';

export type Kind = 'drawn' | 'handWritten';

/** What both kinds of batches share. */
export interface Ring {
  stage: Stage;
  ending: Ending;
  client: Client;
  ground: Ground;
  /** Process trees whose processor time counts. */
  roots: { servers: number[]; workers: number[] };
  /** Cost of one second in which nothing is done. */
  idle: Reading;
}

/** What a batch cost, per run. */
export interface BatchCost {
  kind: Kind;
  events: number;
  bytes: number;
  /** With the workflow that issues the certificate, where that is one of its own. */
  allEvents: number;
  allBytes: number;
  commits: number;
  transactions: number;
  walBytes: number;
  cpuMs: number;
  workerCpuMs: number;
  seconds: number;
  /** Runs in which every week was a turn of its own; fewer means that the machine was too slow for the pace. */
  inStep: number;
}

/** Lets so many runs of a kind go through their twelve weeks and measures. Answers the cost and the last reading. */
export async function playBatch(
  ring: Ring,
  kind: Kind,
  { runs, weekSeconds, before }: { runs: number; weekSeconds: number; before: Reading },
): Promise<{ cost: BatchCost; after: Reading }> {
  const { stage, ground } = ring;
  const speed = (7 * 86_400) / weekSeconds;
  const version = kind === 'drawn' ? ground.drawnVersionId : ground.handWrittenVersionId;
  const begun = Date.now();
  const ids: string[] = [];
  for (let at = 0; at < runs; at++) {
    const due = begun + (at / runs) * weekSeconds * 1_000;
    await pause(Math.max(0, due - Date.now()));
    const runId = await seedRun(stage.db, ground, version, speed);
    if (kind === 'drawn') await beginRun(ring.client, stage, runId);
    else await startByHand(ring.client, runId);
    ids.push(runId);
  }
  await untilDone(ring, ids);
  const seconds = (Date.now() - begun) / 1_000;
  const after = await read(stage.db, ring.roots);
  const spent = cost(before, after, ring.idle);
  const sizes = await Promise.all(ids.map((id) => sizeOf(ring, id)));
  const made = {
    kind,
    events: median(sizes.map(({ events }) => events)),
    bytes: median(sizes.map(({ bytes }) => bytes)),
    allEvents: median(sizes.map(({ allEvents }) => allEvents)),
    allBytes: median(sizes.map(({ allBytes }) => allBytes)),
    commits: spent.commits / runs,
    transactions: spent.transactions / runs,
    walBytes: spent.walBytes / runs,
    cpuMs: spent.cpuMs / runs,
    workerCpuMs: spent.workerCpuMs / runs,
    seconds,
    inStep: await inStep(ring, ids),
  };
  return { cost: made, after };
}

const startByHand = (client: Client, runId: string) =>
  client.workflow.start(HAND_WRITTEN_WORKFLOW, {
    taskQueue: HAND_WRITTEN_QUEUE,
    workflowId: `by-hand:${runId}`,
    args: [{ runId }],
  });

/** All runs finished, all mails delivered, all events routed. */
async function untilDone({ stage: { db }, ending }: Ring, ids: string[]): Promise<void> {
  const end = Date.now() + 300_000;
  while (!ending.over) {
    const { rows } = await db.query<{ open: number }>(
      `SELECT (SELECT count(*) FROM runs WHERE id = ANY($1::uuid[]) AND finished_at IS NULL)::int
            + (SELECT count(*) FROM messages WHERE state IN ('planned', 'claimed'))::int
            + (SELECT count(*) FROM domain_events WHERE routed_at IS NULL)::int AS open`,
      [ids],
    );
    if (rows[0]!.open === 0) return;
    if (Date.now() > end) throw new Error(`${rows[0]!.open} things were still open after five minutes.`);
    await pause(500);
  }
}

async function sizeOf({ client, stage: { db } }: Ring, runId: string) {
  const { rows } = await db.query<{ id: string }>(
    `SELECT p.id FROM processes p JOIN credentials c ON c.id = p.subject_id JOIN runs r ON r.enrollment_id = c.enrollment_id
      WHERE r.id = $1`,
    [runId],
  );
  const own = await historyOf(client, [runWorkflowId(runId), `by-hand:${runId}`]);
  const certificate = rows[0] ? await historyOf(client, [`issueCertificate:${rows[0].id}`]) : null;
  return {
    ...own,
    allEvents: own.events + (certificate?.events ?? 0),
    allBytes: own.bytes + (certificate?.bytes ?? 0),
  };
}

/** Size of the history of whichever of these exists. */
async function historyOf(client: Client, ids: string[]): Promise<{ events: number; bytes: number }> {
  for (const id of ids) {
    const found = await client.workflow
      .getHandle(id)
      .describe()
      .catch(() => null);
    if (found)
      return {
        events: found.historyLength,
        bytes: Number(found.raw.workflowExecutionInfo?.historySizeBytes ?? 0),
      };
  }
  throw new Error(`There is no workflow ${ids.join(' or ')}.`);
}

/** How many runs opened and wrote every week; and none of their weeks in one turn with another. */
async function inStep({ stage: { db } }: Ring, ids: string[]): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (
       SELECT run_id FROM run_events WHERE run_id = ANY($1::uuid[]) AND type = 'message'
        GROUP BY run_id HAVING count(*) = $2 AND count(DISTINCT date_trunc('milliseconds', real_at)) = $2) AS whole`,
    [ids, WEEKS],
  );
  return rows[0]!.n;
}
