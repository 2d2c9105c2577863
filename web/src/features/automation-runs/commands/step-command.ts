import type { StepVisit } from '@gradus/contracts';
import { portsOf, sayPort } from '@gradus/flow';
import type { Definition, Step } from '@gradus/flow';

/** What can be done about one visit; `settle` has two answers. */
export type StepCommand =
  'retry' | 'skip' | 'move' | 'releaseNow' | 'postpone' | 'changeVariable' | 'happened' | 'notHappened';

/** Nobody knows whether the effect of this visit happened, and the run hangs on it. */
export function isInDoubt(visit: StepVisit): boolean {
  if (visit.leftAt) return visit.because.some(({ code }) => code === 'left.unknown');
  return visit.state === 'blocked' && visit.effects.some(({ state }) => state === 'unknown');
}

/** Only ways that lead somewhere. */
export function waysOut(definition: Definition, stepId: string, step: Step) {
  return portsOf(step).flatMap((port) => {
    const edge = definition.edges.find((one) => one.from === stepId && one.port === port);
    const target = edge && definition.steps[edge.to];
    return target ? [{ value: port, label: sayPort(step, port), hint: `to “${target.title}”` }] : [];
  });
}
