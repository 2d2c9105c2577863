/** How instants are said: with the weekday, in the reader's zone, and how far away. Pure, so that it can be tested. */
export interface ReadingClock {
  now: Date;
  zone: string;
  locale: string;
}

/** `date` is for documents: "1 December 2026", without the weekday and always with the year. */
export type InstantStyle = 'day' | 'day-time' | 'time' | 'date';

/** "Tue 1 Dec, 09:00", with the year only when it is another one than now. */
export function sayInstant(at: Date, clock: ReadingClock, style: InstantStyle = 'day-time'): string {
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
  if (yearOf(at, clock) !== yearOf(clock.now, clock)) day.year = 'numeric';
  if (style === 'date')
    return new Intl.DateTimeFormat(clock.locale, { dateStyle: 'long', timeZone: clock.zone }).format(at);
  const options = style === 'time' ? time : style === 'day' ? day : { ...day, ...time };
  return new Intl.DateTimeFormat(clock.locale, { ...options, timeZone: clock.zone }).format(at);
}

/** All of it, for the title: "Monday, 1 December 2026 at 09:00:00 Central European Standard Time". */
export function sayInstantFully(at: Date, clock: ReadingClock): string {
  return new Intl.DateTimeFormat(clock.locale, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone: clock.zone,
  }).format(at);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "in 3 days", "2 hours ago", "tomorrow". Days are counted on the reader's calendar, not in spans of 24 hours. */
export function sayDistance(at: Date, clock: ReadingClock): string {
  const ms = at.getTime() - clock.now.getTime();
  const says = new Intl.RelativeTimeFormat(clock.locale, { numeric: 'auto' });
  if (Math.abs(ms) < 45_000) return 'just now';
  if (Math.abs(ms) < HOUR) return says.format(Math.round(ms / MINUTE), 'minute');
  const days = calendarDay(at, clock) - calendarDay(clock.now, clock);
  if (days === 0 || Math.abs(ms) < 6 * HOUR) return says.format(Math.round(ms / HOUR), 'hour');
  if (Math.abs(days) < 14) return says.format(days, 'day');
  if (Math.abs(days) < 70) return says.format(Math.round(days / 7), 'week');
  return says.format(Math.round(days / 30.44), 'month');
}

function yearOf(at: Date, clock: ReadingClock): string {
  return new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: clock.zone }).format(at);
}

function calendarDay(at: Date, clock: ReadingClock): number {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: clock.zone }).format(at);
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}
