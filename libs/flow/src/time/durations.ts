import type { Duration } from '../model/definition.ts';
import type { Instant, TimeZone } from '../model/instant.ts';
import { momentOfReading, wallReading } from './zones.ts';

/** Milliseconds. */
export const MINUTE = 60_000;
/** Milliseconds. */
export const HOUR = 60 * MINUTE;
/** Milliseconds; twenty-four hours, whatever a calendar says. */
export const DAY = 24 * HOUR;

const EXACT: Record<Duration['unit'], number> = { minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY };

/** The duration in milliseconds, a day being twenty-four hours. */
export function exactLength(duration: Duration): number {
  return duration.amount * EXACT[duration.unit];
}

/**
 * `duration` after `at`. Minutes and hours are exact. Days and weeks keep the time of day on the wall clock of `zone`,
 * through summer time and back; without a zone a day is twenty-four hours.
 *
 * @throws ZoneUnknownError
 */
export function addDuration(at: Instant, duration: Duration, zone: TimeZone | null): Instant {
  const calendar = duration.unit === 'days' || duration.unit === 'weeks';
  if (zone === null || !calendar || duration.amount === 0) return at + exactLength(duration);
  const days = duration.unit === 'weeks' ? duration.amount * 7 : duration.amount;
  return momentOfReading(wallReading(at, zone) + days * DAY, zone);
}

/**
 * How often a whole calendar day of `zone` has passed between two moments: n as soon as `n days` after `from` is not
 * later than `to`, so that "7 days after" and "has 7 days behind it" are the same moment.
 *
 * @throws ZoneUnknownError
 */
export function daysBetween(from: Instant, to: Instant, zone: TimeZone): number {
  if (to <= from) return 0;
  const estimate = Math.floor((to - from) / DAY);
  const intoDay = (to - from) % DAY;
  // No change of the clocks is longer than three hours, so only near a boundary does the calendar have to be asked.
  if (intoDay > 3 * HOUR && intoDay < DAY - 3 * HOUR) return estimate;
  const after = (days: number) => addDuration(from, { amount: days, unit: 'days' }, zone);
  if (after(estimate + 1) <= to) return estimate + 1;
  return estimate > 0 && after(estimate) > to ? estimate - 1 : estimate;
}
