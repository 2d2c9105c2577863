import { completedAt } from '../../learner/progress.ts';
import { happened } from '../../learner/facts-at.ts';
import { isOpen } from '../../learner/module-access.ts';
import { zoneAt } from '../../learner/zone-at.ts';
import type { StepOf } from '../../model/definition.ts';
import type { ModuleFacts } from '../../model/facts.ts';
import type { Instant } from '../../model/instant.ts';
import type { StepProblem } from '../../model/state.ts';
import { addDuration } from '../../time/durations.ts';
import { localDateTime, nextWeekdayTime, sameWallClock } from '../../time/local-time.ts';
import { frozenSince } from '../../time/pauses.ts';
import { putOff, zoneOf, type Cause, type RunView, type StepRules, type Visit } from '../step-rules.ts';

type ReleaseConfig = StepOf<'release'>['config'];

/** What a release counts from, and the module that moment belongs to (null: enrollment). */
export interface ReleaseBase {
  at: Instant;
  module: string | null;
}

/** What decides about a release besides its own config. */
export interface ReleaseContext extends RunView {
  previous: string | null;
}

function previousRelease({ facts, state, previous, at }: ReleaseContext): ReleaseBase | null {
  const module = facts.modules.find(({ key }) => key === previous);
  if (module !== undefined && happened(module.releasedAt, at)) {
    return { at: module.releasedAt ?? at, module: module.key };
  }
  const last = state.lastRelease;
  return last === null ? null : { at: last.at, module: last.module };
}

/** What the policy counts from, as known at `at`; null while that has not happened. */
export function releaseBase(config: ReleaseConfig, context: ReleaseContext): ReleaseBase | null {
  const { facts, previous, at } = context;
  const enrollment = { at: facts.enrolledAt, module: null };
  if (config.policy.kind === 'afterPreviousRelease') return previousRelease(context) ?? enrollment;
  const module = facts.modules.find(({ key }) => key === previous);
  if (config.policy.kind !== 'afterPreviousCompletion' || module === undefined) return enrollment;
  const completion = completedAt(module, facts, at);
  return completion === null ? null : { at: completion, module: module.key };
}

/**
 * The moment a policy that counts from `base` comes to, snapped. Time the run stood still since then does not count. A
 * weekday is found by the clock the learner went by then and read on the one they go by now: a move shifts the hour, never
 * the day that was said.
 *
 * @throws ZoneUnknownError
 */
export function releaseMoment(
  config: ReleaseConfig,
  base: Instant,
  { facts, state, at }: ReleaseContext,
): Instant {
  const zone = zoneOf(config.zone, facts) ?? facts.learnerZone;
  const { policy, snap } = config;
  if (policy.kind === 'date') {
    const moment = localDateTime(policy.date, policy.time, zone);
    return snap === undefined ? moment : nextWeekdayTime(moment, snap, zone);
  }
  const from = base + frozenSince(state, base, at);
  const days = { amount: policy.days, unit: 'days' as const };
  if (snap === undefined) return addDuration(from, days, zone);
  const before = config.zone === 'learner' ? zoneAt(facts, base) : zone;
  return sameWallClock(nextWeekdayTime(addDuration(from, days, before), snap, before), before, zone);
}

/** When a release is due, as far as is known now; null while it hangs on something not yet done. */
export function releaseDue(config: ReleaseConfig, context: ReleaseContext): Instant | null {
  const base = releaseBase(config, context);
  return base === null ? null : releaseMoment(config, base.at, context);
}

/**
 * Whether the module was open before this step came to it. At its own deadline an unlock of that very moment is this
 * step's doing, written ahead by a projection, and still has to be said.
 */
function openAlready({ at, token }: Visit<'release'>, cause: Cause, module: ModuleFacts): boolean {
  const { releasedAt, closed } = module;
  if (cause.kind === 'time' && releasedAt === token.deadline && closed === undefined) return false;
  return isOpen(module, at);
}

/** The course of this learner has no such module. */
export function moduleMissing(module: string): StepProblem {
  const detail = `The version of the course this learner is on has no module “${module}”. Skip the step.`;
  return { code: 'flow.module-missing', detail };
}

/** Opens a module at the moment its policy names. One that is open already is passed by; one that was closed again opens again. */
export const release: StepRules<'release'> = {
  ports: () => ['next'],
  listens: ({ policy }) =>
    policy.kind === 'afterPreviousCompletion'
      ? ['module.completed', 'lesson.completed', 'submission.graded']
      : [],
  timing: ['policy', 'snap', 'zone'],
  takesTime: () => false,
  putOffInCalendar: () => true,
  decide(visit, cause) {
    const { config, at, facts } = visit;
    const module = facts.modules.find(({ key }) => key === config.module);
    if (module === undefined) return { do: 'block', problem: moduleMissing(config.module) };
    if (openAlready(visit, cause, module)) return { do: 'leave', port: 'next', reason: 'facts' };
    const policy = releaseDue(config, { ...visit, previous: visit.planStep.previous });
    const due = policy === null ? null : putOff(visit.token, policy);
    if (due === null || due > at) return { do: 'wait', until: due };
    const emit = [{ type: 'release' as const, module: config.module }];
    return { do: 'leave', port: 'next', reason: cause.kind === 'event' ? 'event' : 'time', emit };
  },
};
