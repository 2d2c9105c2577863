import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type RunState, type ZoneInput, nextInput, readState, reduce } from '@gradus/flow';
import { recordEvent } from '../events/record-event.ts';
import type { Plans } from '../running/plans.ts';
import { openEarlier, unlockChanges, writeUnlockChanges } from '../running/project-unlocks.ts';
import { RunClock } from '../running/run-clock.ts';
import { asksOf } from '../statements/pipeline.ts';
import { readStanding } from './read-facts.ts';
import { lockEnrollment } from './refresh-progress.ts';

interface OpenRun {
  id: string;
  organization_id: string;
  version_id: string;
  enrollment_id: string | null;
  state: unknown;
  trail: string;
  clock_origin: Date;
  speed: number;
}

interface Move {
  id: string;
  from: string;
  to: string;
  at: Date;
}

/**
 * Moves a person to another zone, in the caller's transaction: the change is kept with its date, every open run of theirs
 * gets it as a row in its inbox, and the dates of their courses are worked out anew at once, because access waits for no
 * worker. A person is one in every school, and so are their clock and this function. Ring the runs it answers after the
 * commit.
 *
 * The runs are locked first: no turn sees the new zone without the row that announces it.
 */
export async function changeTimeZone(
  manager: EntityManager,
  plans: Plans,
  { userId, zone }: { userId: string; zone: string },
): Promise<string[]> {
  const runs = await manager.query<OpenRun[]>(
    `SELECT id, organization_id, version_id, enrollment_id, state, trail, clock_origin, speed FROM runs
      WHERE user_id = $1 AND finished_at IS NULL ORDER BY id FOR NO KEY UPDATE`,
    [userId],
  );
  const move = await writeMove(manager, userId, zone);
  if (!move) return [];
  for (const run of runs) await announce(manager, run, move);
  for (const run of runs) await projectAnew(manager, plans, run, move);
  return runs.map(({ id }) => id);
}

/** Null: they live there already. */
async function writeMove(manager: EntityManager, userId: string, to: string): Promise<Move | null> {
  const [user] = await manager.query<Array<{ time_zone: string }>>(
    'SELECT time_zone FROM users WHERE id = $1 FOR NO KEY UPDATE',
    [userId],
  );
  if (!user || user.time_zone === to) return null;
  await manager.query('UPDATE users SET time_zone = $2, updated_at = now() WHERE id = $1', [userId, to]);
  const id = randomUUID();
  const [{ at }] = await manager.query<[{ at: Date }]>(
    `INSERT INTO time_zone_changes (id, user_id, from_zone, at) VALUES ($1, $2, $3, clock_timestamp()) RETURNING at`,
    [id, userId, user.time_zone],
  );
  const schools = await manager.query<Array<{ id: string }>>(
    'SELECT organization_id AS id FROM memberships WHERE user_id = $1',
    [userId],
  );
  for (const school of schools)
    await recordEvent(manager, {
      organizationId: school.id,
      type: 'learner.zone.changed',
      key: `learner.zone.changed:${id}`,
      userId,
      data: { from: user.time_zone, to },
      occurredAt: at,
    });
  return { id, from: user.time_zone, to, at };
}

async function announce(manager: EntityManager, run: OpenRun, { id, from, to, at }: Move): Promise<void> {
  await manager.query(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     VALUES ($1, $2, 'zone', $3, 'learner.zone.changed', $4, $5) ON CONFLICT (run_id, key) DO NOTHING`,
    [run.organization_id, run.id, id, { from, to }, at],
  );
}

/** What the run's next turn will do to the dates, worked out ahead: the engine is a pure function. */
async function projectAnew(
  manager: EntityManager,
  plans: Plans,
  run: OpenRun,
  { id, from, to, at }: Move,
): Promise<void> {
  const enrollmentId = run.enrollment_id;
  if (!enrollmentId) return;
  await lockEnrollment(manager, enrollmentId);
  const state: RunState = readState(run.id, run);
  const clock = new RunClock(run.clock_origin, run.speed);
  const now = clock.toVirtual(at);
  const plan = await plans.of(manager, run.version_id);
  const standing = await readStanding(asksOf(manager), enrollmentId, clock);
  const moved: ZoneInput = { kind: 'zone', at: now, id, from, to };
  const due = nextInput(state, [moved], now);
  // Something was due before: the turn that takes it works out the dates behind it.
  if (due?.kind !== 'zone') return;
  const { state: next, commands } = reduce(plan, state, due, standing.facts, now);
  const changes = unlockChanges(plan, next, standing, clock, at);
  for (const command of commands)
    if (command.type === 'release') openEarlier(changes, standing, command.module, at);
  await writeUnlockChanges(asksOf(manager), { organizationId: run.organization_id, enrollmentId }, changes);
}
