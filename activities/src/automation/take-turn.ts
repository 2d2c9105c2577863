import type { DataSource, EntityManager } from 'typeorm';
import type { Command } from '@gradus/flow';
import type { Plans } from '@gradus/database';
import { topics } from '@gradus/events';
import { type LockedRun, factsOf, lockRun } from './locked-run.ts';
import { readPending } from './pending.ts';
import { type Played, play } from './play.ts';
import { writeEffects } from './write-effects.ts';
import { writeTurn } from './write-turn.ts';

export interface Turn {
  /** What screens should read again, for after the commit. */
  topics: string[];
  again: boolean;
  /** Messages were queued: the relay may be told. */
  queued: boolean;
}

const NOTHING: Turn = { topics: [], again: false, queued: false };

/**
 * One turn of a run, in one transaction: lock, read what is pending and the facts, let the engine decide, write it all.
 * If writing fails, the turn is taken again carefully, each input under its own savepoint, so that one poisoned input is
 * set aside and blocks the run instead of failing the turn for ever.
 */
export async function takeTurn(dataSource: DataSource, plans: Plans, runId: string): Promise<Turn> {
  try {
    return await dataSource.transaction('READ COMMITTED', (manager) => turn(manager, plans, runId, false));
  } catch (error) {
    if (!isPoison(error)) throw error;
    return await dataSource.transaction('READ COMMITTED', (manager) => turn(manager, plans, runId, true));
  }
}

async function turn(manager: EntityManager, plans: Plans, runId: string, careful: boolean): Promise<Turn> {
  const run = await lockRun(manager, runId);
  if (!run) return NOTHING;
  const pending = await readPending(manager, run);
  // One that has ended has no more to do than to say so to whoever gave it a command too late.
  if (run.finished && pending.length === 0) return NOTHING;
  const plan = await plans.of(manager, run.versionId);
  const facts = await factsOf(manager, run);
  const options = { plan, state: run.state, pending, facts, now: run.clock.toVirtual(run.now) };
  const played = careful
    ? await play(options, (commands) =>
        underSavepoint(manager, () => writeEffects(manager, run, plan, commands)),
      )
    : await play(options);
  if (played.commands.length === 0 && played.taken.length === 0 && played.poisoned.length === 0) {
    await manager.query(
      'UPDATE runs SET attended_at = clock_timestamp() WHERE id = $1 AND attended_at IS NULL',
      [runId],
    );
    return NOTHING;
  }
  if (!careful) await writeEffects(manager, run, plan, played.commands);
  await writeTurn(manager, run, plan, facts, played);
  return { topics: topicsOf(run, played), again: played.again, queued: queues(played.commands) };
}

async function underSavepoint(manager: EntityManager, work: () => Promise<void>): Promise<void> {
  await manager.query('SAVEPOINT input');
  try {
    await work();
    await manager.query('RELEASE SAVEPOINT input');
  } catch (error) {
    await manager.query('ROLLBACK TO SAVEPOINT input');
    throw error;
  }
}

function topicsOf(run: LockedRun, played: Played): string[] {
  const touched = [topics.run(run.id), topics.automation(run.automationId)];
  if (run.enrollmentId) touched.push(topics.enrollment(run.enrollmentId));
  if (queues(played.commands)) touched.push(topics.outbox);
  const stuck = played.commands.some((c) => c.type === 'changed' && c.status === 'blocked');
  const unstuck = run.state.tokens.some((token) => token.status === 'blocked');
  if (stuck || unstuck) touched.push(topics.work(run.organizationId));
  return touched;
}

const queues = (commands: readonly Command[]) => commands.some((c) => c.type === 'message');

/** SQLSTATE classes that say "this data cannot be written"; locks, time-outs and lost connections are not among them. */
const POISON = /^(22|23|42|P0)/;

function isPoison(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string')
    return POISON.test(error.code) || error.code.startsWith('flow.');
  return false;
}
