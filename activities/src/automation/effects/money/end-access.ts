import { endEntitlement } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import type { EffectWork } from '../effect-work.ts';
import { placeOfRun } from './run-subject.ts';

/** Ends rights of the run's enrollment: nothing but rows. */
export const endAccess: EffectWork = {
  inTurn: true,
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const { organizationId, enrollmentId } = await placeOfRun(manager, effect.runId);
    const config = effect.config as StepOf<'endEntitlement'>['config'];
    const closed = await endEntitlement(manager, { organizationId, enrollmentId, ...config });
    return { outcome: { closed, result: { closed } } };
  },
};
