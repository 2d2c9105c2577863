import type { BlackoutDates, TimeWindow } from '../../model/definition.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';
import { DAY, MINUTE } from '../durations.ts';
import { dayOf, dayOfDate, minutesOf, weekdayOf } from '../local-time.ts';
import { momentOfReading, wallReading } from '../zones.ts';

/** At which moments somebody may be sent on, by whose calendar. */
export interface Allowed {
  zone: TimeZone;
  blackouts: readonly BlackoutDates[];
  within?: TimeWindow | undefined;
  /** The time of day that what is put off keeps; left out: the first moment of the day. */
  time?: string | undefined;
}

/** Sixty blackouts, each met at most once, with a window behind each. */
const MOST_ROUNDS = 150;
/** A window on one day of the week, found through two of its hours being skipped by the clocks. */
const WINDOW_DAYS = 16;

/** The first moment at or after `at` in these hours; null: there is none within two weeks. */
function windowFrom(at: Instant, { weekdays, from, to }: TimeWindow, zone: TimeZone): Instant | null {
  const today = dayOf(wallReading(at, zone));
  const overnight = minutesOf(to) < minutesOf(from) ? DAY : 0;
  for (let day = today - 1; day <= today + WINDOW_DAYS; day += 1) {
    if (!weekdays.includes(weekdayOf(day))) continue;
    const begins = momentOfReading(day * DAY + minutesOf(from) * MINUTE, zone);
    const ends = momentOfReading(day * DAY + overnight + minutesOf(to) * MINUTE, zone);
    // Hours that the clocks skip have no length.
    if (begins < ends && at < ends) return Math.max(at, begins);
  }
  return null;
}

/** The blackout that a moment falls into. */
export function blackoutAt(
  at: Instant,
  { zone, blackouts }: Pick<Allowed, 'zone' | 'blackouts'>,
): BlackoutDates | null {
  if (blackouts.length === 0) return null;
  const begins = ({ from }: BlackoutDates) => momentOfReading(dayOfDate(from) * DAY, zone);
  const ends = ({ to }: BlackoutDates) => momentOfReading((dayOfDate(to) + 1) * DAY, zone);
  return blackouts.find((blackout) => begins(blackout) <= at && at < ends(blackout)) ?? null;
}

/**
 * The first moment at or after `at` at which somebody may be sent on: on no blackout date, and within the hours, if there are
 * any. A later moment never comes to an earlier answer, provided `time` is the time of day that all of them have.
 *
 * @throws ZoneUnknownError
 */
export function allowedFrom(at: Instant, allowed: Allowed): Instant {
  const { zone, within, time } = allowed;
  let moment = at;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const blackout = blackoutAt(moment, allowed);
    const next =
      blackout !== null
        ? momentOfReading((dayOfDate(blackout.to) + 1) * DAY + minutesOf(time ?? '00:00') * MINUTE, zone)
        : within === undefined
          ? moment
          : (windowFrom(moment, within, zone) ?? moment);
    if (next === moment) return moment;
    moment = next;
  }
  return moment;
}
