import type { Instant, TimeZone } from '../model/instant.ts';
import { DAY, HOUR, MINUTE } from '../time/durations.ts';
import { wallClock } from '../time/zones.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Whose clock a sentence goes by, and in which language its dates are written (English when left out). */
export interface Speech {
  zone: TimeZone;
  /** When it is said: a date of another year than this one's names its year. */
  now?: Instant;
  locale?: string;
}

/** The part of a zone's name that people know: `America/New_York` is New York. */
export function zoneCity(zone: TimeZone): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function isOfAnotherYear(at: Instant, { zone, now }: Speech): boolean {
  return now !== undefined && wallClock(at, zone).year !== wallClock(now, zone).year;
}

/**
 * "Monday 1 December, 09:00 (Berlin)", or "Monday 1 December 2027, 09:00 (Berlin)" when said in another year. English needs no locale data, so it reads the same everywhere.
 *
 * @throws ZoneUnknownError
 */
export function sayInstant(at: Instant, speech: Speech): string {
  const { zone, locale } = speech;
  const withYear = isOfAnotherYear(at, speech);
  const clock = wallClock(at, zone);
  const time = clock.toPlainTime().toString({ smallestUnit: 'minute' });
  if (locale === undefined || locale.startsWith('en')) {
    const date = `${WEEKDAYS[clock.dayOfWeek - 1]} ${clock.day} ${MONTHS[clock.month - 1]}`;
    return `${date}${withYear ? ` ${clock.year}` : ''}, ${time} (${zoneCity(zone)})`;
  }
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: withYear ? 'numeric' : undefined,
    timeZone: zone,
  });
  return `${format.format(at)}, ${time} (${zoneCity(zone)})`;
}

/** "1 lesson", "3 lessons". */
export function count(amount: number, word: string): string {
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}

/** A length of time in its largest whole unit: "3 days", "5 hours", "1 minute". */
export function sayLength(milliseconds: number): string {
  if (milliseconds >= DAY) return count(Math.floor(milliseconds / DAY), 'day');
  if (milliseconds >= HOUR) return count(Math.floor(milliseconds / HOUR), 'hour');
  return count(Math.max(1, Math.ceil(milliseconds / MINUTE)), 'minute');
}
