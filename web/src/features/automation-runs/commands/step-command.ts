import type { StepVisit } from '@gradus/contracts';

/** What can be done about one visit; `settle` has two answers. */
export type StepCommand =
  'retry' | 'skip' | 'move' | 'releaseNow' | 'postpone' | 'changeVariable' | 'happened' | 'notHappened';

/** Nobody knows whether the effect of this visit happened, and the run hangs on it. */
export function isInDoubt(visit: StepVisit): boolean {
  if (visit.leftAt) return visit.because.some(({ code }) => code === 'left.unknown');
  return visit.state === 'blocked' && visit.effects.some(({ state }) => state === 'unknown');
}
