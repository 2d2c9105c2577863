import type { Overdue } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { HeldEffect } from '../model/state.ts';
import { DAY, MINUTE } from '../time/durations.ts';
import { fractionOf } from '../time/jitter.ts';

/** A message that came due this long before the end of a pause, and says itself no better, is stale. */
const STALE_AFTER = DAY;
/** Over how long a run's messages are spread when nobody said. */
export const SPREAD_MINUTES = 60;
/** Messages of one run keep their order: each goes out this much after the one before. */
const APART = 1_000;

/** What becomes of one held effect when the pause is over. */
export type Fate =
  | { goes: true; notBefore: Instant | null }
  /** `superseded`: a later one goes instead. `stale`: its time is past. */
  | { goes: false; because: 'superseded' | 'stale' };

interface Ending {
  runId: string;
  at: Instant;
  policy: Overdue;
  spreadMinutes: number;
}

function isStale({ at, validUntil }: HeldEffect, now: Instant): boolean {
  return validUntil === null ? now - at > STALE_AFTER : validUntil <= now;
}

function latestOf(held: readonly HeldEffect[]): HeldEffect | null {
  let latest: HeldEffect | null = null;
  for (const one of held) if (one.droppable && (latest === null || one.at >= latest.at)) latest = one;
  return latest;
}

/** Spread by run, so that ten thousand runs resumed at once do not mail at once; never beyond what it is valid for. */
function momentOf(one: HeldEffect, order: number, { runId, at, spreadMinutes }: Ending): Instant {
  const wanted = at + Math.round(fractionOf(runId) * spreadMinutes * MINUTE) + order * APART;
  const last = one.validUntil === null ? wanted : Math.max(at, one.validUntil - MINUTE);
  return Math.min(wanted, last);
}

/** What becomes of everything a pause held back, in the order it was held. Only what nobody waits for is ever left out. */
export function fatesOf(held: readonly HeldEffect[], ending: Ending): Fate[] {
  const latest = latestOf(held);
  let order = 0;
  return held.map((one): Fate => {
    if (!one.droppable) return { goes: true, notBefore: null };
    if (ending.policy === 'latestOnly' && one !== latest) return { goes: false, because: 'superseded' };
    if (ending.policy === 'skipStale' && isStale(one, ending.at)) return { goes: false, because: 'stale' };
    if (ending.policy !== 'spread') return { goes: true, notBefore: null };
    return { goes: true, notBefore: momentOf(one, order++, ending) };
  });
}
