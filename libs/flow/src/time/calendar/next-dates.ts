import type { Recurrence } from '../../model/definition.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import { DAY, MINUTE } from '../durations.ts';
import { dayOf, minutesOf, nextWeekdayTime } from '../local-time.ts';
import { momentOfReading, wallClock, wallReading } from '../zones.ts';

/** Longer than any two dates of a month lie apart. */
const FAR = 70;

/** A month that is too short for a day has it on its last. */
function isWanted(day: number, days: readonly number[]): boolean {
  const date = wallClock(day * DAY, 'UTC').toPlainDate();
  return days.some((wanted) => Math.min(wanted, date.daysInMonth) === date.day);
}

function nextOfMonth(
  at: Instant,
  { days, time }: Extract<Recurrence, { kind: 'monthly' }>,
  zone: TimeZone,
): Instant {
  const today = dayOf(wallReading(at, zone));
  for (let day = today; day <= today + FAR; day += 1) {
    if (!isWanted(day, days)) continue;
    const moment = momentOfReading(day * DAY + minutesOf(time) * MINUTE, zone);
    if (moment >= at) return moment;
  }
  throw new RangeError(`No ${time} on days ${days.join(', ')} of a month in ${zone}.`);
}

/**
 * The next dates after a moment, by the clock on the wall of that zone: a time that the clock skips is the first moment
 * behind the gap, one that it shows twice the earlier.
 *
 * @throws ZoneUnknownError
 */
export function nextDates(every: Recurrence, zone: TimeZone, after: Instant, count: number): Instant[] {
  const dates: Instant[] = [];
  while (dates.length < count) {
    const from = (dates.at(-1) ?? after) + 1;
    dates.push(
      every.kind === 'weekly' ? nextWeekdayTime(from, every.at, zone) : nextOfMonth(from, every, zone),
    );
  }
  return dates;
}
