import type { StepOf } from '../../model/definition.ts';
import type { Facts } from '../../model/facts.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import { addDuration } from '../../time/durations.ts';
import { localDateTime, nextWeekdayTime, sameWallClock } from '../../time/local-time.ts';
import { frozenSince } from '../../time/pauses.ts';
import { putOff, zoneOf, type StepRules, type Visit } from '../step-rules.ts';

type WaitConfig = StepOf<'wait'>['config'];

/** A wall clock is needed for dates and weekdays; `compile` refuses them without a zone. */
function wallZone(config: WaitConfig, facts: Facts): string {
  return zoneOf(config.zone, facts) ?? facts.schoolZone;
}

/**
 * When a wait begun at `from` is over. A weekday wait that a loop comes back to (`again`) takes the next occasion, not
 * the one it has just used; otherwise a moment that already qualifies counts.
 *
 * @throws ZoneUnknownError
 */
export function endOfWait(config: WaitConfig, from: Instant, facts: Facts, again: boolean): Instant {
  const rule = config.for;
  if (rule.kind === 'duration') return addDuration(from, rule.duration, zoneOf(config.zone, facts));
  if (rule.kind === 'until') return localDateTime(rule.date, rule.time, wallZone(config, facts));
  return nextWeekdayTime(again ? from + 1 : from, rule.at, wallZone(config, facts));
}

/** After a pause a duration has its rest still to run, a date stays a date, and a weekday that was missed comes again. */
function endAfterPause(visit: Visit<'wait'>): Instant {
  const { config, token, at, facts, state } = visit;
  if (config.for.kind === 'until') return endOfWait(config, at, facts, false);
  const end = token.deadline ?? at;
  if (config.for.kind === 'duration') return end;
  const last = state.pauses.at(-1);
  const planned = last === undefined ? end : end - ((last.until ?? at) - last.from);
  return planned >= at ? planned : endOfWait(config, at, facts, false);
}

/**
 * The same date and time of day on the new wall clock, so that a weekday comes neither twice nor a week late. Of a
 * duration the time already served counts.
 */
function endElsewhere({ config, token, at }: Visit<'wait'>, from: TimeZone, to: TimeZone): Instant {
  const end = token.deadline ?? at;
  const rule = config.for;
  if (config.zone !== 'learner') return end;
  if (rule.kind !== 'duration') return sameWallClock(end, from, to);
  const length = (zone: TimeZone) => addDuration(token.triedAt, rule.duration, zone);
  return end + length(to) - length(from);
}

/** The date counted anew for who is here already: time served counts, time the run stood still does not. */
function endCountedAnew({ config, token, state, at, facts }: Visit<'wait'>): Instant {
  const end = endOfWait(config, token.triedAt, facts, token.visit > 1);
  return config.for.kind === 'duration' ? end + frozenSince(state, token.triedAt, at) : end;
}

/** Waits for time alone. */
export const wait: StepRules<'wait'> = {
  ports: () => ['next'],
  listens: () => [],
  timing: ['for', 'zone'],
  keepsDate: true,
  takesTime: ({ for: rule }) =>
    rule.kind === 'weekday' || (rule.kind === 'duration' && rule.duration.amount > 0),
  decide(visit, cause) {
    const { config, token, at, facts } = visit;
    let until = token.deadline ?? at;
    if (cause.kind === 'entered') until = endOfWait(config, at, facts, token.visit > 1);
    if (cause.kind === 'migrated' && cause.retime) until = endCountedAnew(visit);
    if (cause.kind === 'zone') until = endElsewhere(visit, cause.from, cause.to);
    if (cause.kind === 'resumed') until = endAfterPause(visit);
    until = putOff(token, until);
    return until <= at ? { do: 'leave', port: 'next', reason: 'time' } : { do: 'wait', until };
  },
};
