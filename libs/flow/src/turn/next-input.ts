import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { RunState } from '../model/state.ts';

/** When time alone moves the run next; null: only an event, an effect or an operator can. */
export function sleepUntil(state: RunState): Instant | null {
  if (state.finished !== null) return null;
  let earliest: Instant | null = state.paused ? null : state.lookAt;
  for (const token of state.tokens) {
    if (token.status !== 'waiting' || token.deadline === null) continue;
    if (earliest === null || token.deadline < earliest) earliest = token.deadline;
  }
  return earliest;
}

/** Nothing but the time has come. */
export interface TimeInput {
  kind: 'time';
  at: Instant;
}

function effectiveTime(at: Instant, state: RunState, now: Instant): Instant {
  return Math.max(state.clock, Math.min(at, now));
}

/**
 * The one input to feed next, with its effective time in `at`: what is pending, by the time it happened (never before
 * the run's clock, never after `now`), or the time itself when a deadline comes strictly earlier. Of equal times the
 * order given decides. Null: nothing is due.
 *
 * What is pending comes back as a copy, with whatever else the caller keeps on it (a row's id, say).
 *
 * Feeding inputs in this order is what makes a run that was away for two hours end where it would have been.
 */
export function nextInput<I extends Input>(
  state: RunState,
  pending: readonly I[],
  now: Instant,
): I | TimeInput | null {
  let next: I | null = null;
  let nextAt = Number.POSITIVE_INFINITY;
  for (const input of pending) {
    const at = effectiveTime(input.at, state, now);
    if (at >= nextAt) continue;
    next = input;
    nextAt = at;
  }
  const deadline = sleepUntil(state);
  if (deadline !== null && deadline <= now && Math.max(deadline, state.clock) < nextAt) {
    return { kind: 'time', at: Math.max(deadline, state.clock) };
  }
  return next === null ? null : { ...next, at: nextAt };
}
