import type { PersonWaiting } from '@gradus/contracts';
import { canBePutOff, canGoOnNow } from '@gradus/flow';
import type { Definition, Step } from '@gradus/flow';
import type { BulkName } from '../../../orders/bulk-order.ts';
import { waysOut } from '../../../orders/ways-out.ts';

/** What can be done about one learner at a step, without leaving the room. */
export type Deed = 'retry' | 'releaseNow' | 'skip' | 'postpone' | 'exit';

/**
 * What their step would refuse is not offered. A step that is drawn no longer may take anything; so may one whose drawing is not at
 * hand.
 */
export function deedsFor(
  state: PersonWaiting['state'],
  stepId: string,
  drawing: Pick<Definition, 'steps' | 'edges'> | null,
): Deed[] {
  if (drawing === null) return ANY[state];
  const step = drawing.steps[stepId];
  const leads = waysOut(drawing, stepId).length > 0;
  const on: Deed[] = step === undefined || canGoOnNow(step) ? ['releaseNow'] : leads ? ['skip'] : [];
  if (state === 'blocked') return leads ? ['retry', 'skip', 'exit'] : ['retry', 'exit'];
  if (state !== 'waiting') return ['exit'];
  return step === undefined || canBePutOff(step) ? [...on, 'postpone', 'exit'] : [...on, 'exit'];
}

const ANY = {
  blocked: ['retry', 'skip', 'exit'],
  waiting: ['releaseNow', 'skip', 'postpone', 'exit'],
  running: ['exit'],
  held: ['exit'],
} satisfies Record<PersonWaiting['state'], Deed[]>;

/** Whether an order to many can be carried out by anybody at this step. */
export function fitsStep(name: BulkName, step: Step | undefined): boolean {
  if (step === undefined) return true;
  if (name === 'postpone') return canBePutOff(step);
  if (name === 'releaseNow') return canGoOnNow(step);
  return name !== 'skip' || !canGoOnNow(step);
}
