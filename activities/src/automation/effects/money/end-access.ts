import { endEntitlement } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import { EffectRefusedError } from '../../../ledger/problems.ts';
import type { EffectWork } from '../effect-work.ts';
import { subjectOfRun } from './run-subject.ts';

/** Ends rights of the run's enrollment: nothing but rows. */
export const endAccess: EffectWork = {
  inTurn: true,
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const { organizationId, enrollmentId } = await subjectOfRun(manager, effect.runId);
    if (!enrollmentId)
      throw new EffectRefusedError(
        'enrollment.missing',
        'This run is about no place in a course. Skip the step.',
      );
    const config = effect.config as StepOf<'endEntitlement'>['config'];
    const closed = await endEntitlement(manager, { organizationId, enrollmentId, ...config });
    return { outcome: { closed, result: { closed } } };
  },
};
