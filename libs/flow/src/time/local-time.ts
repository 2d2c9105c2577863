import { Temporal } from 'temporal-polyfill/implementation';
import type { WeekdayTime } from '../model/definition.ts';
import type { Instant, TimeZone } from '../model/instant.ts';
import { DAY, MINUTE } from './durations.ts';
import { momentOf, momentOfReading, wallClock, wallReading } from './zones.ts';

/**
 * The moment it is `time` (HH:MM) on `date` (YYYY-MM-DD) in that zone; see `momentOf` for changes of the clocks.
 *
 * @throws ZoneUnknownError
 * @throws RangeError when there is no such date; `compile` refuses those
 */
export function localDateTime(date: string, time: string, zone: TimeZone): Instant {
  return momentOf(Temporal.PlainDateTime.from(`${date}T${time}`), zone);
}

/**
 * The moment the wall clock of `to` shows what that of `from` shows at `at`: the same date and time of day, elsewhere.
 *
 * @throws ZoneUnknownError
 */
export function sameWallClock(at: Instant, from: TimeZone, to: TimeZone): Instant {
  return from === to ? at : momentOfReading(wallReading(at, from), to);
}

/** Whether the calendar has this date: 2026-02-30 it has not. */
export function isRealDate(date: string): boolean {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toString() === date;
  } catch {
    return false;
  }
}

/**
 * The first moment at or after `at` that falls on one of the rule's weekdays (1 = Monday) at its time. A day that
 * already qualifies counts: at 08:00 on a Monday, "Mondays at 09:00" is in an hour, and at 09:00 sharp it is now.
 *
 * @throws ZoneUnknownError
 */
export function nextWeekdayTime(at: Instant, rule: WeekdayTime, zone: TimeZone): Instant {
  const today = dayOf(wallReading(at, zone));
  const time = minutesOf(rule.time) * MINUTE;
  for (let day = today; day <= today + 15; day += 1) {
    if (!rule.weekdays.includes(weekdayOf(day))) continue;
    const moment = momentOfReading(day * DAY + time, zone);
    // A zone that crosses the date line skips a whole day; the moment after such a gap is another weekday.
    if (moment >= at && dayOf(wallReading(moment, zone)) === day) return moment;
  }
  throw new RangeError(
    `No ${rule.time} on weekdays ${rule.weekdays.join(', ')} within two weeks in ${zone}.`,
  );
}

/** Days since 1970-01-01 on the wall. */
export function dayOf(reading: number): number {
  return Math.floor(reading / DAY);
}

/** 1 = Monday; the first of January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The number of a calendar date (`YYYY-MM-DD`), counted as {@link dayOf} counts. */
export function dayOfDate(date: string): number {
  return dayOf(Date.parse(`${date}T00:00:00Z`));
}

/** The calendar date of a moment in that zone, `YYYY-MM-DD`. @throws ZoneUnknownError */
export function dateOn(at: Instant, zone: TimeZone): string {
  return wallClock(at, zone).toPlainDate().toString();
}

/** Minutes since midnight of a time of day, `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
