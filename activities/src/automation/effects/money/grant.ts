import type { EntityManager } from 'typeorm';
import { endEntitlement, grantSeat } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import { processBell } from '@gradus/temporal';
import { EffectRefusedError } from '../../../ledger/problems.ts';
import type { EffectWork, LateEffect } from '../effect-work.ts';
import { subjectOfRun } from './run-subject.ts';

/** Done when the place and its process are written: enrolling goes on by itself. */
export const grant: EffectWork = {
  inTurn: true,
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const { organizationId, userId, simulated } = await subjectOfRun(manager, effect.runId);
    const { course } = effect.config as StepOf<'grant'>['config'];
    const seat = await grantSeat(manager, {
      organizationId,
      userId,
      course,
      givenBy: effect.key,
      simulated,
    });
    if (!seat)
      throw new EffectRefusedError(
        'course.missing',
        `The school has no published course “${course}”. Publish it or correct the step, then retry.`,
      );
    return {
      outcome: { enrollmentId: seat.enrollmentId },
      ring: processBell('enrollLearner', seat.processId),
    };
  },
  undo: takeAway,
};

/** What others gave, before or since, stays. */
async function takeAway(
  manager: EntityManager,
  { organizationId, key, outcome }: LateEffect,
): Promise<boolean> {
  const { enrollmentId } = outcome;
  if (typeof enrollmentId !== 'string') return false;
  await endEntitlement(manager, {
    organizationId,
    enrollmentId,
    source: 'grant',
    givenBy: key,
    reason: 'The place was given by mistake.',
  });
  return true;
}
