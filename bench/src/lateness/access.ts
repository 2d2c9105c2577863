import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '@gradus/config';
import { createTemporalClient } from '@gradus/temporal';
import { type Ground, seedRun } from '../run-cost/seed-runs.ts';
import { beginRun } from '../stage/begin-runs.ts';
import type { Stage } from '../stage/stage.ts';

const LEARNERS = 40;
/** A week in so many seconds: time enough to park all and to kill the worker. */
const WEEK_SECONDS = 20;

export interface AccessLateness {
  /** Learners for whom the second week was to open while no worker lived. */
  learners: number;
  /** From the moment a week is due until it is open, milliseconds; and how much earlier than that the first was. */
  accessLatenessMs: number;
  accessEarlyMs: number;
  /** Weeks that were not open when they were due. */
  accessLocked: number;
}

/** Parks learners in week one, kills every worker, and looks who gets into week two when it is due. */
export async function accessLateness(stage: Stage, ground: Ground): Promise<AccessLateness> {
  const client = createTemporalClient(loadConfig(stage.env).temporal);
  const speed = (7 * 86_400) / WEEK_SECONDS;
  const ids: string[] = [];
  for (let at = 0; at < LEARNERS; at++) {
    const runId = await seedRun(stage.db, ground, ground.drawnVersionId, speed);
    await beginRun(client, stage, runId);
    ids.push(runId);
  }
  await client.connection.close();
  await parked(stage, ids);
  await stage.worker.kill();
  await pause((WEEK_SECONDS + 3) * 1_000);
  // What the read path asks: is it open? and when did that become true? The due moment is worked out from the enrollment alone.
  const { rows } = await stage.db.query<{ late: number | null }>(
    `SELECT (EXTRACT(EPOCH FROM u.unlock_at - (r.clock_origin + make_interval(secs => 604800.0 / r.speed))) * 1000)::double precision AS late
       FROM runs r JOIN enrollments e ON e.id = r.enrollment_id
       JOIN LATERAL (SELECT m.id FROM modules m WHERE m.course_version_id = e.course_version_id ORDER BY m.position OFFSET 1 LIMIT 1) m ON true
       LEFT JOIN module_unlocks u ON u.enrollment_id = e.id AND u.module_id = m.id AND NOT u.hold AND u.unlock_at <= clock_timestamp()
      WHERE r.id = ANY($1::uuid[])`,
    [ids],
  );
  const open = rows.flatMap(({ late }) => (late === null ? [] : [late]));
  return {
    learners: LEARNERS,
    accessLatenessMs: Math.round(Math.max(0, ...open)),
    accessEarlyMs: Math.round(Math.max(0, ...open.map((late) => -late))),
    accessLocked: rows.length - open.length,
  };
}

async function parked({ db }: Stage, ids: string[]): Promise<void> {
  for (const end = Date.now() + WEEK_SECONDS * 900; Date.now() < end; await pause(200)) {
    const { rows } = await db.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM runs WHERE id = ANY($1::uuid[]) AND attended_at IS NULL`,
      [ids],
    );
    if (rows[0]!.open === 0) return;
  }
  throw new Error('The machine was too slow to park all learners before their second week.');
}
