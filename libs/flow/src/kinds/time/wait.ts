import type { StepOf } from '../../model/definition.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import { addDuration, HOUR } from '../../time/durations.ts';
import { sameWallClock } from '../../time/local-time.ts';
import { frozenSince } from '../../time/pauses.ts';
import { putOff, type StepRules, type Visit } from '../step-rules.ts';
import { allowedEnd, endOfWait } from './end-of-wait.ts';
import { releasesOf } from './opening.ts';

type WaitConfig = StepOf<'wait'>['config'];

/** How often a date that another automation gives is asked for while nobody can say it: no event announces it. */
const LOOK_AGAIN = 6 * HOUR;

/** These count from when the learner came: time the run stood still does not count. */
const counts = ({ for: rule }: WaitConfig) => rule.kind === 'duration' || rule.kind === 'businessDays';

/** After a pause what counts has its rest still to run, a date stays a date, and a weekday that was missed comes again. */
function endAfterPause(visit: Visit<'wait'>): Instant | null {
  const { config, token, at, state } = visit;
  const { kind } = config.for;
  if (kind === 'until' || kind === 'courseDate') return endOfWait(config, at, visit, false);
  const end = token.deadline ?? at;
  if (kind !== 'weekday') return allowedEnd(config, end, visit);
  const last = state.pauses.at(-1);
  const planned = last === undefined ? end : end - ((last.until ?? at) - last.from);
  return planned >= at ? planned : endOfWait(config, at, visit, false);
}

/**
 * The same date and time of day on the new wall clock, so that a weekday comes neither twice nor a week late. Of a
 * duration the time already served counts.
 */
function endElsewhere(visit: Visit<'wait'>, from: TimeZone, to: TimeZone): Instant | null {
  const { config, token, at } = visit;
  const end = token.deadline ?? at;
  const rule = config.for;
  if (config.zone !== 'learner') return end;
  if (rule.kind === 'courseDate') return endOfWait(config, at, visit, false);
  if (rule.kind !== 'duration') return sameWallClock(end, from, to);
  const length = (zone: TimeZone) => addDuration(token.triedAt, rule.duration, zone);
  return allowedEnd(config, end + length(to) - length(from), visit);
}

/** The date counted anew for who is here already: time served counts, time the run stood still does not. */
function endCountedAnew(visit: Visit<'wait'>): Instant | null {
  const { config, token, state, at } = visit;
  const end = endOfWait(config, token.triedAt, visit, token.visit > 1);
  if (end === null || !counts(config)) return end;
  return allowedEnd(config, end + frozenSince(state, token.triedAt, at), visit);
}

/** When the module it counts from opens, nobody can say: what is drawn here tells by events, another automation does not. */
function untilKnown({ config: { for: rule }, planStep, at }: Visit<'wait'>): Instant | null {
  const module = rule.kind === 'courseDate' && rule.from.kind === 'module' ? rule.from.module : '';
  return releasesOf(module, planStep).length > 0 ? null : at + LOOK_AGAIN;
}

/** Waits for time alone. What a date of the course comes to is worked out anew whenever the step is asked. */
export const wait: StepRules<'wait'> = {
  ports: () => ['next'],
  listens: ({ for: rule }) =>
    rule.kind === 'courseDate' && rule.from.kind === 'module'
      ? ['module.completed', 'lesson.completed', 'submission.graded']
      : [],
  timing: ['for', 'within', 'zone'],
  keepsDate: true,
  putOffInCalendar: (config) => !counts(config),
  takesTime: ({ for: rule }) =>
    rule.kind === 'weekday' ||
    rule.kind === 'businessDays' ||
    (rule.kind === 'duration' && rule.duration.amount > 0),
  decide(visit, cause) {
    const { config, token, at } = visit;
    let until = token.deadline;
    if (cause.kind === 'entered') until = endOfWait(config, at, visit, token.visit > 1);
    else if (cause.kind === 'migrated') until = cause.retime ? endCountedAnew(visit) : (until ?? at);
    else if (cause.kind === 'zone') until = endElsewhere(visit, cause.from, cause.to);
    else if (cause.kind === 'resumed') until = endAfterPause(visit);
    else if (config.for.kind === 'courseDate') until = endOfWait(config, at, visit, false);
    if (until === null) return { do: 'wait', until: untilKnown(visit) };
    until = putOff(token, until);
    const reason = cause.kind === 'event' ? 'event' : 'time';
    return until <= at ? { do: 'leave', port: 'next', reason } : { do: 'wait', until };
  },
};
