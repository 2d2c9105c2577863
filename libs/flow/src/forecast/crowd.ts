import type { Instant, TimeZone } from '../model/instant.ts';
import type { Behaviour, Scenario, ScenarioModule } from '../simulate/scenario.ts';

/** One of the learners of a forecast. */
export interface CrowdMember {
  enrolledAt: Instant;
  learnerZone: TimeZone;
  behaviour: Behaviour;
  behaviours?: Scenario['behaviours'];
}

/** Imagined learners by shares, spread evenly over the days in which they enrol. */
export interface DrawnCrowd {
  kind: 'drawn';
  size: number;
  /** Shares of any sum; each learner behaves like one of them throughout. */
  behaviours: ReadonlyArray<{ share: number; behaviour: Behaviour }>;
  zones: ReadonlyArray<{ share: number; zone: TimeZone }>;
  enrolled: { from: Instant; until: Instant };
}

/** Whom a forecast is about: imagined learners, or people who are there (a roster), one by one. */
export type Crowd = DrawnCrowd | { kind: 'listed'; members: readonly CrowdMember[] };

/** The course that all of them take. */
export interface CrowdCourse {
  schoolZone: TimeZone;
  modules: readonly ScenarioModule[];
}

/** How many learners there are. */
export function sizeOf(crowd: Crowd): number {
  return crowd.kind === 'drawn' ? crowd.size : crowd.members.length;
}

/**
 * Spreads the numbers 0, 1, 2, ... evenly over 0 to 1, each beginning of the sequence as evenly as the whole. There is no
 * chance in it: the same crowd is the same people each time. Different steps (irrational, independent) mix freely.
 */
function spread(index: number, step: number): number {
  return (0.5 + index * step) % 1;
}

const GOLDEN = 0.618033988749895;
const SILVER = 0.414213562373095;
const BRONZE = 0.302775637731995;

function pick<T extends { share: number }>(parts: readonly T[], point: number): T {
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  let left = point * total;
  for (const part of parts) {
    left -= part.share;
    if (left < 0) return part;
  }
  const last = parts.at(-1);
  if (last === undefined) throw new RangeError('A crowd needs at least one behaviour and one zone.');
  return last;
}

/** One learner of the crowd, by their number from 0. */
export function memberOf(crowd: Crowd, index: number): CrowdMember {
  if (crowd.kind === 'listed') {
    const member = crowd.members[index];
    if (member === undefined) throw new RangeError(`This crowd has no learner ${index}.`);
    return member;
  }
  const { from, until } = crowd.enrolled;
  const minutes = Math.floor(spread(index, GOLDEN) * Math.max(0, (until - from) / 60_000));
  return {
    enrolledAt: from + minutes * 60_000,
    learnerZone: pick(crowd.zones, spread(index, SILVER)).zone,
    behaviour: pick(crowd.behaviours, spread(index, BRONZE)).behaviour,
  };
}

/** When the first of them enrols and when the last does; null for nobody. */
export function enrollmentSpan(crowd: Crowd): { from: Instant; until: Instant } | null {
  if (crowd.kind === 'drawn') return crowd.size === 0 ? null : crowd.enrolled;
  if (crowd.members.length === 0) return null;
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  for (const { enrolledAt } of crowd.members) {
    from = Math.min(from, enrolledAt);
    until = Math.max(until, enrolledAt);
  }
  return { from, until };
}
