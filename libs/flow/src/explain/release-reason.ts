import { releaseBase, releaseMoment, type ReleaseContext } from '../kinds/course/release.ts';
import { assessmentStateAt, lessonsDoneAt } from '../learner/progress.ts';
import type { StepOf } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { frozenSince } from '../time/pauses.ts';
import type { Reason, ReleaseOrigin } from './reason.ts';

type ReleaseConfig = StepOf<'release'>['config'];

const ORIGINS: Record<ReleaseConfig['policy']['kind'], ReleaseOrigin> = {
  afterEnrollment: 'enrollment',
  afterPreviousRelease: 'previousRelease',
  afterPreviousCompletion: 'previousCompletion',
  date: 'date',
};

/** The module's title, or its key when the learner's course has no such module. */
export function titleOf(module: string, facts: Facts): string {
  return facts.modules.find(({ key }) => key === module)?.title ?? module;
}

/** "Opens at …, because …", for a moment that is settled and counts from `base` (a module's key; null: enrollment). */
export function scheduledReason(
  config: ReleaseConfig,
  at: Instant,
  base: string | null,
  facts: Facts,
): Extract<Reason, { code: 'release.scheduled' }> {
  const { policy, module, snap } = config;
  const origin = ORIGINS[policy.kind];
  return {
    code: 'release.scheduled',
    module,
    title: titleOf(module, facts),
    at,
    days: policy.kind === 'date' ? 0 : policy.days,
    from: base === null && origin !== 'date' ? 'enrollment' : origin,
    previous: base === null ? null : titleOf(base, facts),
    snapped: snap !== undefined,
  };
}

/** Why a module whose turn it is is not open yet. */
export function releaseReason(config: ReleaseConfig, context: ReleaseContext): Reason {
  const { facts, previous, at } = context;
  const base = releaseBase(config, context);
  if (base !== null) {
    const reason = scheduledReason(config, releaseMoment(config, base.at, context), base.module, facts);
    const stoodStill = config.policy.kind === 'date' ? 0 : frozenSince(context.state, base.at, at);
    return stoodStill === 0 ? reason : { ...reason, stoodStill };
  }
  const module = facts.modules.find(({ key }) => key === previous);
  return {
    code: 'release.afterCompletion',
    module: config.module,
    title: titleOf(config.module, facts),
    days: config.policy.kind === 'date' ? 0 : config.policy.days,
    previous: previous === null ? '' : titleOf(previous, facts),
    lessonsMissing: module === undefined ? 0 : module.requiredLessons - lessonsDoneAt(module, at),
    assessment: module === undefined ? 'none' : assessmentStateAt(module, at),
  };
}
