import type { Plan } from '@gradus/flow';
import type { Pipeline, Standing } from '@gradus/database';
import type { BellTarget } from '@gradus/temporal';
import { type HeldBack, heldBack } from './calling/held-back.ts';
import type { CarefulTurn } from './careful-turn.ts';
import { doAtOnce } from './do-at-once.ts';
import type { LockedRun } from './locked-run.ts';
import type { PendingInput } from './pending.ts';
import { type PlayOptions, type Played, nextDue, nothingPlayed, play } from './play.ts';
import type { Handover } from './posting/handover.ts';
import { writeEffects } from './write-effects.ts';

/** Effects of a turn that are done at once, one leading to the next; what is left is taken by the next turn. */
const ROUNDS_AT_ONCE = 10;

export interface PlayedOut {
  played: Played;
  /** To be rung after the commit. */
  rings: BellTarget[];
  /** Something is due that has to wait for others. */
  held: boolean;
}

/**
 * Plays all that is due and writes its effects. Those that are done at once are fed back in the same turn, and those that take
 * no time before anything later is played, so that a turn that catches up goes by what came of them, as one in time would.
 */
export async function playOut(
  pipeline: Pipeline,
  run: LockedRun,
  standing: Standing,
  options: PlayOptions & { plan: Plan; handover: Handover; back: HeldBack | null },
  guard: CarefulTurn | null,
): Promise<PlayedOut> {
  const { plan, now } = options;
  const rings: BellTarget[] = [];
  const atOnce = new Set<PendingInput>();
  let played = nothingPlayed(options);
  let { back } = options;
  let busy = false;
  for (let round = 0; round <= ROUNDS_AT_ONCE; round++) {
    // Whoever was behind counts as behind for this turn: how they have ended since, it does not know.
    if (round > 0) back = both(back, await heldBack(pipeline, run, plan, played));
    const { state, facts, left: pending } = played;
    const until = back === null ? now : Math.max(back.until, state.clock);
    const next = await play({ ...options, state, facts, pending, until }, guard ?? undefined);
    if (!guard)
      rings.push(...(await writeEffects(pipeline, run, plan, standing, next.commands, options.handover)));
    const done = await doAtOnce(pipeline, run, plan, next.commands);
    rings.push(...done.rings);
    for (const outcome of done.outcomes) atOnce.add(outcome);
    played = joined(played, next, done.outcomes);
    ({ busy } = done);
    if (played.again || busy || done.outcomes.length === 0) break;
  }
  untick(
    pipeline,
    run,
    played.left.filter((entry) => atOnce.has(entry)),
  );
  const due = nextDue(played, { now }) !== null;
  const held = due && !played.again && (busy || back !== null);
  played.again ||= due && !held;
  if (held && back !== null) rings.push(...back.bells);
  return { played, rings: [...rings, ...(guard?.rings ?? [])], held };
}

function both(one: HeldBack | null, other: HeldBack | null): HeldBack | null {
  if (one === null || other === null) return one ?? other;
  const bells = new Map([...one.bells, ...other.bells].map((bell) => [bell.workflowId, bell]));
  return { until: Math.min(one.until, other.until), bells: [...bells.values()] };
}

function joined(before: Played, next: Played, outcomes: readonly PendingInput[]): Played {
  return {
    ...next,
    commands: [...before.commands, ...next.commands],
    taken: [...before.taken, ...next.taken],
    poisoned: [...before.poisoned, ...next.poisoned],
    left: [...next.left, ...outcomes],
  };
}

/** What was done at once and not told in this turn, because it had taken enough, is told in the next; as of the same moment. */
function untick(pipeline: Pipeline, run: LockedRun, untold: readonly PendingInput[]): void {
  if (untold.length === 0) return;
  void pipeline.ask(
    `UPDATE effects SET fed_at = NULL, settled_at = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at)
      WHERE effects.id = t.id`,
    [untold.map(({ row }) => row?.id), untold.map(({ input }) => run.clock.toReal(input.at))],
  );
}
