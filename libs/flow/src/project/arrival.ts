import type { Reason } from '../explain/reason.ts';
import type { Instant } from '../model/instant.ts';

/**
 * When a learner will come to a place, as far as can be said now. Every way there falls between `earliest` and
 * `latest`; equal, and time alone decides.
 */
export interface Arrival {
  earliest: Instant;
  /** Null: nobody can say. */
  latest: Instant | null;
  /** The best guess; null: none worth making. */
  expected: Instant | null;
  /** What keeps it from being settled. */
  because: Reason[];
}

/** How many reasons are worth telling. */
const MOST_REASONS = 4;

/** An arrival that time alone decides. */
export function exactly(at: Instant): Arrival {
  return { earliest: at, latest: at, expected: at, because: [] };
}

/** Whether time alone decides it. */
export function isExact(arrival: Arrival): boolean {
  return arrival.latest === arrival.earliest;
}

/** Both lists, each reason once. */
export function addReasons(before: Reason[], more: Reason[]): Reason[] {
  const known = new Set(before.map((reason) => JSON.stringify(reason)));
  const added = more.filter((reason) => !known.has(JSON.stringify(reason)));
  return [...before, ...added].slice(0, MOST_REASONS);
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** The arrival at a place that several ways lead to: whichever is taken, it is within this. */
export function either(a: Arrival | null, b: Arrival): Arrival {
  if (a === null) return b;
  const latest = a.latest === null || b.latest === null ? null : Math.max(a.latest, b.latest);
  const earliest = Math.min(a.earliest, b.earliest);
  const because = addReasons(a.because, b.because);
  const bothExact = isExact(a) && isExact(b) && earliest !== latest;
  return {
    earliest,
    latest,
    expected: later(a.expected, b.expected),
    because: bothExact ? addReasons(because, [{ code: 'ahead.ways' }]) : because,
  };
}

/** The arrival moved on by something that takes time; `move` must never bring a later moment before an earlier one. */
export function moved(arrival: Arrival, move: (at: Instant) => Instant): Arrival {
  const earliest = move(arrival.earliest);
  const latest = arrival.latest === null ? null : move(arrival.latest);
  return {
    earliest,
    latest,
    expected: arrival.expected === null ? null : move(arrival.expected),
    because: latest === earliest ? [] : arrival.because,
  };
}

/** Both have to have come. Whether there is a guess is for whoever asks to say: it needs both guesses. */
export function both(a: Arrival, b: Arrival): Omit<Arrival, 'expected'> {
  const earliest = Math.max(a.earliest, b.earliest);
  const latest = a.latest === null || b.latest === null ? null : Math.max(a.latest, b.latest);
  const because = latest === earliest ? [] : addReasons(a.because, b.because);
  return { earliest, latest, because };
}

/** The same arrival, but from now on anything may be later than it looks. */
export function openEnded(arrival: Arrival, expected: Instant | null, reason: Reason): Arrival {
  return {
    earliest: arrival.earliest,
    latest: null,
    expected,
    because: addReasons(arrival.because, [reason]),
  };
}
