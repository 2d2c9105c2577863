import { setTimeout as pause } from 'node:timers/promises';
import { type Definition, initialState } from '@gradus/flow';
import type pg from 'pg';
import type { Ground } from '../run-cost/seed-runs.ts';

/** Runs that are all due at one instant. */
export interface Crowd {
  runIds: string[];
  dueAt: Date;
}

/** Starts a second that a slow machine takes while others share it. */
const PARKED_A_SECOND = 12;
const LEAST_SECONDS = 25;

/** A wait, and a message behind it. */
export function waitAndMail(minutes: number): Definition {
  const duration = { amount: minutes, unit: 'minutes' as const };
  const config = {
    category: 'transactional' as const,
    subject: 'It is time',
    body: 'Now.',
    waitForDelivery: false,
  };
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } },
      wait: { kind: 'wait', title: 'Wait', config: { for: { kind: 'duration', duration }, zone: 'none' } },
      mail: { kind: 'message', title: 'Mail', config },
      done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
    },
    edges: [
      { from: 'start', port: 'next', to: 'wait' },
      { from: 'wait', port: 'next', to: 'mail' },
      { from: 'mail', port: 'next', to: 'done' },
    ],
  };
}

/** Writes so many people and their runs, begun at the same instant, by a clock on which all come due together. */
export async function seedCrowd(
  db: pg.Pool,
  ground: Ground,
  runs: number,
  minutes = Math.ceil(Math.max(LEAST_SECONDS, (2 * runs) / PARKED_A_SECOND) / 60),
): Promise<Crowd> {
  const versionId = await writeVersion(db, ground, waitAndMail(minutes));
  const startedAt = new Date();
  const state = JSON.stringify(initialState('00000000-0000-0000-0000-000000000000', startedAt.getTime()));
  const { rows } = await db.query<{ id: string }>(
    `WITH people AS (
       INSERT INTO users (email, name, time_zone, password_hash)
       SELECT gen_random_uuid() || '@bench.example.org', 'Bench Learner', 'UTC', '-' FROM generate_series(1, $1::int) RETURNING id),
     joined AS (
       INSERT INTO memberships (organization_id, user_id, role) SELECT $2, id, 'learner' FROM people)
     INSERT INTO runs (organization_id, automation_id, version_id, user_id, entry_key, state, condition, wake_at,
                       clock_origin, simulated, started_at)
     SELECT $2, $3, $4, id, 'bench:' || id, $5, 'running', NULL, $6::timestamptz, true, $6::timestamptz FROM people RETURNING id`,
    [runs, ground.organizationId, ground.automationId, versionId, state, startedAt],
  );
  const runIds = rows.map(({ id }) => id);
  await db.query(
    `UPDATE runs SET state = jsonb_set(state, '{runId}', to_jsonb(id::text)) WHERE id = ANY($1::uuid[])`,
    [runIds],
  );
  return { runIds, dueAt: new Date(startedAt.getTime() + minutes * 60_000) };
}

/** Writes a version of its own for a drawing. */
export async function writeVersion(db: pg.Pool, ground: Ground, definition: Definition): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO automation_versions (organization_id, automation_id, number, hash, definition, layout, catalogue, listens)
     SELECT organization_id, automation_id, (SELECT max(number) + 1 FROM automation_versions WHERE automation_id = $2),
            encode(sha256($3::text::bytea), 'hex'), $3::jsonb, '{}', catalogue, '{}'
       FROM automation_versions WHERE id = $1 RETURNING id`,
    [ground.drawnVersionId, ground.automationId, JSON.stringify(definition)],
  );
  return rows[0]!.id;
}

/** Until every run that is drawn waits; those written by hand have no place in the database before they are due. */
export async function untilParked(db: pg.Pool, { runIds, dueAt }: Crowd): Promise<void> {
  while (Date.now() < dueAt.getTime() - 1_000) {
    const { rows } = await db.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM runs WHERE id = ANY($1::uuid[]) AND condition = 'running'`,
      [runIds],
    );
    if (rows[0]!.open === 0) return;
    await pause(500);
  }
}

/** Milliseconds from due until the message was written, shortest first; waits for all of them, ten minutes at most. */
export async function lateness(db: pg.Pool, { runIds, dueAt }: Crowd): Promise<number[]> {
  for (const end = Date.now() + 600_000; ; await pause(1_000)) {
    const { rows } = await db.query<{ ms: number }>(
      `SELECT (EXTRACT(EPOCH FROM min(real_at) - $2::timestamptz) * 1000)::double precision AS ms
         FROM run_events WHERE run_id = ANY($1::uuid[]) AND type = 'message' GROUP BY run_id ORDER BY 1`,
      [runIds, dueAt],
    );
    if (rows.length === runIds.length) return rows.map(({ ms }) => ms);
    if (Date.now() > end)
      throw new Error(`${runIds.length - rows.length} messages were not there after ten minutes.`);
  }
}
