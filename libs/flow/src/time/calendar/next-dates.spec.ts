import { describe, expect, it } from '@jest/globals';
import { nextDates } from './next-dates.ts';

const BERLIN = 'Europe/Berlin';
const iso = (dates: number[]) => dates.map((at) => new Date(at).toISOString().slice(0, 16));

describe('the next dates of a schedule', () => {
  it('are the weekdays at their time on the wall, also over a change of the clocks', () => {
    const every = { kind: 'weekly' as const, at: { weekdays: [1, 4], time: '09:00' } };
    expect(iso(nextDates(every, BERLIN, Date.UTC(2025, 2, 27, 8, 0), 3))).toEqual([
      '2025-03-31T07:00',
      '2025-04-03T07:00',
      '2025-04-07T07:00',
    ]);
    expect(iso(nextDates(every, BERLIN, Date.UTC(2025, 2, 27, 7, 59), 1))).toEqual(['2025-03-27T08:00']);
  });

  it('are days of the month, or its last one where it is shorter', () => {
    const every = { kind: 'monthly' as const, days: [1, 31], time: '00:30' };
    expect(iso(nextDates(every, 'UTC', Date.UTC(2027, 0, 31, 0, 30), 5))).toEqual([
      '2027-02-01T00:30',
      '2027-02-28T00:30',
      '2027-03-01T00:30',
      '2027-03-31T00:30',
      '2027-04-01T00:30',
    ]);
    const leap = { ...every, days: [29, 30, 31] };
    expect(iso(nextDates(leap, 'UTC', Date.UTC(2028, 1, 1), 2))).toEqual([
      '2028-02-29T00:30',
      '2028-03-29T00:30',
    ]);
  });

  it('come behind the gap when the clock skips them, and once when it shows them twice', () => {
    const every = { kind: 'monthly' as const, days: [30, 26], time: '02:30' };
    expect(iso(nextDates(every, BERLIN, Date.UTC(2025, 2, 27), 1))).toEqual(['2025-03-30T01:00']);
    expect(iso(nextDates(every, BERLIN, Date.UTC(2025, 9, 25), 2))).toEqual([
      '2025-10-26T00:30',
      '2025-10-30T01:30',
    ]);
  });

  it('always go on', () => {
    for (const zone of ['Pacific/Apia', 'Asia/Kolkata', 'America/St_Johns', 'UTC']) {
      const dates = nextDates({ kind: 'monthly', days: [31], time: '23:59' }, zone, Date.UTC(2024, 0, 1), 30);
      for (const [index, at] of dates.slice(1).entries()) expect(at).toBeGreaterThan(dates[index]!);
    }
  });
});
