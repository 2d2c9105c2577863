import { completedAt } from '../learner/progress.ts';
import { happened } from '../learner/facts-at.ts';
import type { StepOf } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { RunState } from '../model/state.ts';
import { addDuration } from '../time/durations.ts';
import { localDateTime, nextWeekdayTime } from '../time/local-time.ts';
import { frozenSince } from './pauses.ts';
import { zoneOf, type Cause, type StepRules, type Visit } from './step-rules.ts';

type ReleaseConfig = StepOf<'release'>['config'];

/** What a release counts from, and the module that moment belongs to (null: enrollment). */
export interface ReleaseBase {
  at: Instant;
  module: string | null;
}

/** What decides about a release besides its own config. */
export interface ReleaseContext {
  facts: Facts;
  state: Pick<RunState, 'lastRelease' | 'pauses'>;
  previous: string | null;
}

function previousRelease({ facts, state, previous }: ReleaseContext, at: Instant): ReleaseBase | null {
  const module = facts.modules.find(({ key }) => key === previous);
  if (module !== undefined && happened(module.releasedAt, at)) {
    return { at: module.releasedAt ?? at, module: module.key };
  }
  const last = state.lastRelease;
  return last === null ? null : { at: last.at, module: last.module };
}

/** What the policy counts from, as known at `at`; null while that has not happened. */
export function releaseBase(config: ReleaseConfig, context: ReleaseContext, at: Instant): ReleaseBase | null {
  const { facts, previous } = context;
  const enrollment = { at: facts.enrolledAt, module: null };
  if (config.policy.kind === 'afterPreviousRelease') return previousRelease(context, at) ?? enrollment;
  const module = facts.modules.find(({ key }) => key === previous);
  if (config.policy.kind !== 'afterPreviousCompletion' || module === undefined) return enrollment;
  const completion = completedAt(module, facts, at);
  return completion === null ? null : { at: completion, module: module.key };
}

/**
 * The moment a policy that counts from `base` comes to, snapped. Time the run stood still since then does not count.
 *
 * @throws ZoneUnknownError
 */
export function releaseMoment(
  config: ReleaseConfig,
  base: Instant,
  context: ReleaseContext,
  at: Instant,
): Instant {
  const { facts, state } = context;
  const zone = zoneOf(config.zone, facts) ?? facts.learnerZone;
  const { policy, snap } = config;
  const moment =
    policy.kind === 'date'
      ? localDateTime(policy.date, policy.time, zone)
      : addDuration(base + frozenSince(state, base, at), { amount: policy.days, unit: 'days' }, zone);
  return snap === undefined ? moment : nextWeekdayTime(moment, snap, zone);
}

function contextOf({ facts, state, planStep }: Visit<'release'>): ReleaseContext {
  return { facts, state, previous: planStep.previous };
}

/** When this token's release is due, as far as is known now; null while it hangs on something not yet done. */
export function releaseDue(visit: Visit<'release'>): Instant | null {
  const context = contextOf(visit);
  const base = releaseBase(visit.config, context, visit.at);
  return base === null ? null : releaseMoment(visit.config, base.at, context, visit.at);
}

/**
 * Whether the module was open before this step came to it. At its own deadline an unlock of that very moment is this
 * step's doing, written ahead by a projection, and still has to be said.
 */
function openAlready({ config, facts, at, token }: Visit<'release'>, cause: Cause): boolean {
  const releasedAt = facts.modules.find(({ key }) => key === config.module)?.releasedAt ?? null;
  if (cause.kind === 'time' && releasedAt === token.deadline) return false;
  return happened(releasedAt, at);
}

/** Opens a module at the moment its policy names. Never twice: one that is open already is passed by. */
export const release: StepRules<'release'> = {
  ports: () => ['next'],
  listens: ({ policy }) =>
    policy.kind === 'afterPreviousCompletion'
      ? ['module.completed', 'lesson.completed', 'submission.graded']
      : [],
  takesTime: () => false,
  decide(visit, cause) {
    const { config, at } = visit;
    if (openAlready(visit, cause)) return { do: 'leave', port: 'next', reason: 'facts' };
    const due = releaseDue(visit);
    if (due === null || due > at) return { do: 'wait', until: due };
    const emit = { type: 'release' as const, module: config.module };
    return { do: 'leave', port: 'next', reason: cause.kind === 'event' ? 'event' : 'time', emit };
  },
};
