import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { DAY, HOUR, MINUTE } from './durations.ts';
import { isRealDate, localDateTime, nextWeekdayTime } from './local-time.ts';
import { ZoneUnknownError } from './zones.ts';

jest.setTimeout(60_000);

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Santiago',
];
const FROM = Date.parse('2025-01-01T00:00:00Z');
const UNTIL = Date.parse('2027-01-01T00:00:00Z');

const formats = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      weekday: 'short',
    }),
  ]),
);

/** What a clock on the wall shows, asked of the platform and not of the library that the engine uses. */
function wall(at: number, zone: string): { date: string; time: string; weekday: number } {
  const parts = Object.fromEntries(
    (formats.get(zone) as Intl.DateTimeFormat).formatToParts(at).map(({ type, value }) => [type, value]),
  );
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday'] ?? '') + 1;
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
    weekday,
  };
}

const shown = (at: number, zone: string) => `${wall(at, zone).date} ${wall(at, zone).time}`;
const earlierInstants = (at: number) =>
  Array.from({ length: 18 }, (_, index) => at - (index + 1) * 10 * MINUTE);
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: FROM / MINUTE, max: UNTIL / MINUTE }).map((minutes) => minutes * MINUTE);
const times = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });

describe('localDateTime', () => {
  it('is the first moment the wall shows that time, or the first after a gap that swallowed it', () => {
    fc.assert(
      fc.property(zones, instants, times, (zone, day, time) => {
        const { date } = wall(day, zone);
        const at = localDateTime(date, time, zone);
        const wanted = `${date} ${time}`;
        const swallowed = shown(at, zone) > wanted && shown(at - MINUTE, zone) < wanted;
        const first = !earlierInstants(at).some((before) => shown(before, zone) === wanted);
        expect(swallowed || (shown(at, zone) === wanted && first)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00:00Z', 'skipped: 03:00, not 03:30'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00Z', 'shown twice: the earlier'],
    ['America/New_York', '2026-03-08', '02:15', '2026-03-08T07:00:00Z', 'skipped'],
    ['America/New_York', '2026-11-01', '01:15', '2026-11-01T05:15:00Z', 'shown twice'],
    ['Australia/Lord_Howe', '2026-10-04', '02:10', '2026-10-03T15:30:00Z', 'half an hour skipped'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z', 'half an hour shown twice'],
    ['Pacific/Auckland', '2026-09-27', '02:30', '2026-09-26T14:00:00Z', 'skipped'],
    ['Asia/Kolkata', '2026-06-01', '09:00', '2026-06-01T03:30:00Z', 'never changed'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00Z', 'midnight itself skipped'],
  ])('%s %s %s is %s (%s)', (zone, date, time, expected) => {
    expect(new Date(localDateTime(date, time, zone)).toISOString()).toBe(new Date(expected).toISOString());
  });

  it('refuses a zone that is none', () => {
    expect(() => localDateTime('2026-01-01', '09:00', 'Mars/Olympus')).toThrow(ZoneUnknownError);
  });
});

describe('nextWeekdayTime', () => {
  it('is the first moment at or after, on such a day at such a time', () => {
    fc.assert(
      fc.property(zones, instants, weekdays, times, (zone, at, days, time) => {
        const next = nextWeekdayTime(at, { weekdays: days, time }, zone);
        expect(next).toBeGreaterThanOrEqual(at);
        expect(next - at).toBeLessThanOrEqual(8 * DAY);
        const { date, weekday, time: shownTime } = wall(next, zone);
        expect(days).toContain(weekday);
        expect(shownTime === time || shown(next - MINUTE, zone) < `${date} ${time}`).toBe(true);
        for (let day = at; day < next - DAY; day += DAY) {
          const missed = days.includes(wall(day, zone).weekday) && wall(day, zone).time < time;
          expect(missed).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('PostHog 0fa48e5: counts today when today already qualifies', () => {
    const monday = Date.parse('2026-11-30T07:00:00Z'); // 08:00 in Berlin
    const rule = { weekdays: [1, 2, 3, 4, 5], time: '09:00' };
    expect(nextWeekdayTime(monday, rule, 'Europe/Berlin')).toBe(monday + HOUR);
    expect(nextWeekdayTime(monday + HOUR, rule, 'Europe/Berlin')).toBe(monday + HOUR);
    expect(nextWeekdayTime(monday + HOUR + 1, rule, 'Europe/Berlin')).toBe(monday + HOUR + DAY);
  });
});

it('knows which dates there are', () => {
  expect(
    ['2026-02-28', '2028-02-29', '2026-02-29', '2026-13-01', '2026-00-10', 'soon'].map(isRealDate),
  ).toEqual([true, true, false, false, false, false]);
});
