import type { StepOf } from '../../model/definition.ts';
import type { Facts } from '../../model/facts.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import type { PlanStep } from '../../model/plan.ts';
import { allowedFrom, type Allowed } from '../../time/calendar/allowed.ts';
import { afterBusinessDays } from '../../time/calendar/business-days.ts';
import { addDuration } from '../../time/durations.ts';
import { dateOn, localDateTime, nextWeekdayTime } from '../../time/local-time.ts';
import { zoneOf, type RunView } from '../step-rules.ts';
import { openingOf } from './opening.ts';

type WaitConfig = StepOf<'wait'>['config'];
type CourseDateRule = Extract<WaitConfig['for'], { kind: 'courseDate' }>;

/** A run at one moment, and what its drawing says around a step. */
export interface WaitContext extends RunView {
  planStep: Pick<PlanStep, 'blackouts' | 'openings'>;
}

/** A wall clock is needed for dates and weekdays; `compile` refuses them without a zone. */
function wallZone(config: { zone: WaitConfig['zone'] }, facts: Facts): TimeZone {
  return zoneOf(config.zone, facts) ?? facts.schoolZone;
}

/** The time of day that a wait ends at, whenever it ends. */
function ownTime({ for: rule }: WaitConfig): string | undefined {
  if (rule.kind === 'weekday') return rule.at.time;
  return rule.kind === 'duration' ? undefined : rule.time;
}

/** By which calendar a wait's end is moved on. */
export function allowedBy(config: WaitConfig, { facts, planStep }: WaitContext): Allowed {
  const { within } = config;
  return {
    zone: wallZone(config, facts),
    blackouts: planStep.blackouts,
    within,
    time: within === undefined ? ownTime(config) : undefined,
  };
}

/** The first moment at or after `end` at which the wait may be over, by its hours and the blackout dates. */
export function allowedEnd(config: WaitConfig, end: Instant, context: WaitContext): Instant {
  if (config.within === undefined && context.planStep.blackouts.length === 0) return end;
  return allowedFrom(end, allowedBy(config, context));
}

/** A time-out or due date that falls on a blackout date is put off to the first moment after it. */
export function afterBlackouts(
  end: Instant,
  config: { zone: WaitConfig['zone'] },
  { facts, planStep: { blackouts } }: Pick<WaitContext, 'facts' | 'planStep'>,
): Instant {
  return blackouts.length === 0 ? end : allowedFrom(end, { zone: wallZone(config, facts), blackouts });
}

/** The moment that is so long before or after a date of the course. */
export function fromCourseDate(
  config: WaitConfig,
  rule: CourseDateRule,
  date: Instant,
  facts: Facts,
): Instant {
  const { unit, amount } = rule.offset;
  const offset = { unit, amount: rule.direction === 'before' ? -amount : amount };
  const moment = addDuration(date, offset, zoneOf(config.zone, facts));
  if (rule.time === undefined) return moment;
  const zone = wallZone(config, facts);
  return localDateTime(dateOn(moment, zone), rule.time, zone);
}

/** Before the blackout dates and hours are looked at. */
function rawEnd(config: WaitConfig, from: Instant, context: WaitContext, again: boolean): Instant | null {
  const { facts, planStep } = context;
  const rule = config.for;
  switch (rule.kind) {
    case 'duration':
      return addDuration(from, rule.duration, zoneOf(config.zone, facts));
    case 'until':
      return localDateTime(rule.date, rule.time, wallZone(config, facts));
    case 'weekday':
      return nextWeekdayTime(again ? from + 1 : from, rule.at, wallZone(config, facts));
    case 'businessDays': {
      const { blackouts } = planStep;
      return afterBusinessDays(from, rule.days, rule.time, { zone: wallZone(config, facts), blackouts });
    }
    case 'courseDate': {
      const { openings } = planStep;
      const date =
        rule.from.kind === 'enrollment'
          ? facts.enrolledAt
          : openingOf(rule.from.module, { ...context, openings });
      return date === null ? null : fromCourseDate(config, rule, date, facts);
    }
  }
}

/**
 * When a wait begun at `from` is over, by the blackout dates and its hours; null: it counts from an opening of which nobody
 * can say yet when it is. A weekday wait that a loop comes back to (`again`) takes the next occasion, not the one it has just
 * used; otherwise a moment that already qualifies counts.
 *
 * @throws ZoneUnknownError
 */
export function endOfWait(
  config: WaitConfig,
  from: Instant,
  context: WaitContext,
  again: boolean,
): Instant | null {
  const end = rawEnd(config, from, context, again);
  return end === null ? null : allowedEnd(config, Math.max(end, from), context);
}
