import type { BlackoutDates } from '../../model/definition.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import { DAY, MINUTE } from '../durations.ts';
import { dayOf, dayOfDate, minutesOf, weekdayOf } from '../local-time.ts';
import { momentOfReading, wallReading } from '../zones.ts';

/** More days than any blackouts that `compile` lets through can cover. */
const MOST_DAYS = 40_000;

/** Whether a day (counted as `dayOf` does) is a working day: Monday to Friday, and in no blackout. */
function isBusinessDay(day: number, blackouts: readonly BlackoutDates[]): boolean {
  if (weekdayOf(day) > 5) return false;
  return !blackouts.some(({ from, to }) => dayOfDate(from) <= day && day <= dayOfDate(to));
}

/**
 * This time of day on the business day that is so many after the day of `at`, which itself is not counted: one business day
 * after a Friday, a Saturday or a Sunday is Monday.
 *
 * @param days - At least 1.
 * @throws ZoneUnknownError
 */
export function afterBusinessDays(
  at: Instant,
  days: number,
  time: string,
  { zone, blackouts }: { zone: TimeZone; blackouts: readonly BlackoutDates[] },
): Instant {
  let day = dayOf(wallReading(at, zone));
  const last = day + MOST_DAYS;
  for (let left = days; left > 0 && day < last;) {
    day += 1;
    if (isBusinessDay(day, blackouts)) left -= 1;
  }
  return momentOfReading(day * DAY + minutesOf(time) * MINUTE, zone);
}
