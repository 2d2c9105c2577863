import type { Duration, TimeWindow, WeekdayTime, Zone } from '@gradus/flow';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** 1 = Monday ... 7 = Sunday, as the engine counts them. */
export function weekdayName(day: number, length: 'long' | 'short' = 'long'): string {
  const name = WEEKDAYS[day - 1] ?? '?';
  return length === 'long' ? name : name.slice(0, 3);
}

/** "3 days", "1 hour". */
export function sayDuration({ amount, unit }: Duration): string {
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** "Monday 09:00", "Mon, Wed or Fri 09:00", "any day 09:00". */
export function sayWeekdayTime({ weekdays, time }: WeekdayTime): string {
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  const only = days[0];
  if (only !== undefined && days.length === 1) return `${weekdayName(only)} ${time}`;
  if (days.length === 7) return `any day ${time}`;
  if (days.join() === '1,2,3,4,5') return `a weekday ${time}`;
  const names = days.map((day) => weekdayName(day, 'short'));
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)} ${time}`;
}

/** "Mon to Fri 09:00 to 17:00", "Mon or Wed 09:00 to 12:00", "Fri 22:00 to 06:00 the day after". */
export function sayTimeWindow({ weekdays, from, to }: TimeWindow): string {
  const time = `${from} to ${to}${to < from ? ' the day after' : ''}`;
  return sayWeekdayTime({ weekdays, time });
}

/** A calendar date without a zone, as people write it: "Mon 1 Dec 2026". */
export function sayLocalDate(date: string): string {
  const parsed = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return date;
  const parts = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return parts.format(parsed).replace(',', '');
}

const ZONES: Record<Zone, string> = { learner: "learner's time", school: 'school time', none: '' };

/** ", learner's time" where a clock on the wall counts, else nothing. */
export function zoneSuffix(zone: Zone): string {
  return ZONES[zone] === '' ? '' : `, ${ZONES[zone]}`;
}
