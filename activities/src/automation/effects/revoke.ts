import { revokeCredential } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import type { EffectWork } from './effect-work.ts';
import { placeOfRun } from './money/run-subject.ts';

/**
 * Takes the certificate of the run's enrollment back: nothing but rows, and yet not done in the turn that plans it, so that
 * the steps behind see facts in which it is gone.
 */
export const revoke: EffectWork = {
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const { organizationId, enrollmentId } = await placeOfRun(manager, effect.runId);
    const { reason } = effect.config as StepOf<'revoke'>['config'];
    const data = { run: effect.runId, effect: effect.key };
    const revoked = await revokeCredential(manager, {
      organizationId,
      enrollmentId,
      reason,
      actorId: null,
      data,
    });
    return {
      outcome: { credentialId: revoked?.credentialId ?? null, result: { revoked: revoked !== null } },
    };
  },
};
