import type { DataSource } from 'typeorm';
import { type Command, type Plan, versionsOf } from '@gradus/flow';
import { type Pipeline, type Plans, inPipeline, lockTasks, readAwaited } from '@gradus/database';
import { topics } from '@gradus/events';
import type { BellTarget } from '@gradus/temporal';
import { tellCaller } from './calling/end-called.ts';
import { heldBack } from './calling/held-back.ts';
import { type LockedRun, lockRun, standingOf } from './locked-run.ts';
import { type Look, look } from './look.ts';
import { CarefulTurn, underSavepoint } from './careful-turn.ts';
import { isPassing } from '../passing-faults.ts';
import { type PendingInput, pendingInputs, readPending } from './pending.ts';
import type { Played } from './play.ts';
import { playOut } from './play-out.ts';
import { Handover } from './posting/handover.ts';
import type { Post } from './posting/post.ts';
import { writeDates, writeTurn } from './write-turn.ts';

export interface Turn {
  /** What screens should read again, for after the commit. */
  topics: string[];
  /** Processes that were opened, for after the commit. */
  rings: BellTarget[];
  again: boolean;
  /** Something is due that has to wait for others, who are rung or at work: come again in a while. */
  held: boolean;
  /** The run as it stands after the commit; null: there is none. */
  look: Look | null;
}

/** Below the activity's own, so that a turn that waits for a lock gives its connection back. */
const TIMEOUTS = { lock: 2_000, statement: 8_000 };

/**
 * One turn of a run, in one transaction: lock, read what is pending and the facts, let the engine decide, write it all;
 * then, behind the commit, look whether something is pending already. Three round trips in all.
 *
 * If writing fails, the turn is taken again carefully, with all that each input leads to under a savepoint of its own, so
 * that one poisoned input is set aside and blocks the run instead of failing the turn for ever.
 *
 * With a `post`, a message that may go out now is queued in the hand of who delivers it, if one is free.
 */
export async function takeTurn(
  dataSource: DataSource,
  plans: Plans,
  runId: string,
  post: Post | null = null,
): Promise<Turn> {
  const take = async (careful: boolean) => {
    const handover = new Handover(careful ? null : post);
    try {
      const taken = await inPipeline(dataSource, TIMEOUTS, (pipeline) =>
        turn(pipeline, plans, runId, { careful, handover }),
      );
      handover.carry();
      return taken;
    } finally {
      handover.callOff();
    }
  };
  try {
    return await take(false);
  } catch (error) {
    if (isPassing(error)) throw error;
    return await take(true);
  }
}

async function turn(
  pipeline: Pipeline,
  plans: Plans,
  runId: string,
  { careful, handover }: { careful: boolean; handover: Handover },
): Promise<Turn> {
  const locked = lockRun(pipeline, runId);
  const waiting = readPending(pipeline, runId);
  const asked = lockTasks(pipeline, runId);
  const run = await locked;
  const rows = await waiting;
  const tasks = await asked;
  // One that has ended has no more to do than to say so to whoever gave it a command too late.
  if (!run || (run.finished && rows.length === 0)) return end(pipeline, runId);
  const pending = pendingInputs(rows, run);
  const [plan, known] = await Promise.all([
    planOfRun(pipeline, plans, run, pending),
    standingOf(pipeline, run),
  ]);
  const back = await heldBack(pipeline, run, plan, { state: run.state, left: pending });
  const [awaited] = await readAwaited(pipeline, [{ run, plan }], new Map([[run.id, tasks]]));
  const standing = { ...known, facts: { ...known.facts, ...awaited } };
  const now = run.clock.toVirtual(run.now);
  const options = { plan, state: run.state, pending, facts: standing.facts, now };
  const guard = careful ? new CarefulTurn(pipeline, run, plan, standing) : null;
  const { played, rings, held } = await playOut(
    pipeline,
    run,
    standing,
    { ...options, handover, back },
    guard,
  );
  if (played.commands.length === 0 && played.taken.length === 0 && played.poisoned.length === 0) {
    void pipeline.ask(
      'UPDATE runs SET attended_at = clock_timestamp() WHERE id = $1 AND attended_at IS NULL',
      [runId],
    );
    return { ...(await end(pipeline, runId)), rings, held };
  }
  writeTurn(pipeline, run, plan, played);
  rings.push(...(await tellCaller(pipeline, run, played.state)));
  if (!guard || played.poisoned.length === 0) writeDates(pipeline, run, plan, standing, played);
  else
    await underSavepoint(pipeline, () => writeDates(pipeline, run, plan, standing, played)).catch(() => {});
  return {
    ...(await end(pipeline, runId)),
    topics: topicsOf(run, played, careful || handover.left),
    rings,
    again: played.again,
    held,
  };
}

/** The plan of the run's version, with those of every other version beside it that this turn may come to. */
function planOfRun(
  pipeline: Pipeline,
  plans: Plans,
  run: LockedRun,
  pending: readonly PendingInput[],
): Promise<Plan> {
  const ahead = pending.flatMap(({ input }) => (input.kind === 'migrate' ? [input.versionId] : []));
  return plans.ofRun(pipeline.manager, run.versionId, [...versionsOf(run.state), ...ahead]);
}

/** Rule 1: commit first, look second. */
async function end(pipeline: Pipeline, runId: string): Promise<Turn> {
  pipeline.commit();
  return { topics: [], rings: [], again: false, held: false, look: await look(pipeline, runId) };
}

function topicsOf(run: LockedRun, played: Played, left: boolean): string[] {
  const touched = [topics.run(run.id), topics.automation(run.automationId)];
  if (run.enrollmentId) touched.push(topics.enrollment(run.enrollmentId));
  if (left || played.commands.some(queues)) touched.push(topics.post);
  if (played.commands.some((c) => c.type === 'task' || c.type === 'taskClosed'))
    touched.push(topics.tasks(run.organizationId));
  const stuck = played.commands.some((c) => c.type === 'changed' && c.status === 'blocked');
  const unstuck = run.state.tokens.some((token) => token.status === 'blocked');
  if (stuck || unstuck) touched.push(topics.work(run.organizationId));
  return touched;
}

/** Besides the messages themselves. */
const queues = ({ type }: Command) => type === 'unhold' || type === 'task';
