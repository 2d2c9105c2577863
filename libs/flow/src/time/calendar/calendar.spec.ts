import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { BlackoutDates, TimeWindow } from '../../model/definition.ts';
import { DAY, HOUR, MINUTE } from '../durations.ts';
import { allowedFrom } from './allowed.ts';
import { afterBusinessDays } from './business-days.ts';

const at = (text: string) => Date.parse(text);
const text = (moment: number) => new Date(moment).toISOString().slice(0, 16);
const OFFICE: TimeWindow = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
const CHRISTMAS: BlackoutDates = { title: 'Christmas', from: '2026-12-24', to: '2026-12-26' };
const BETWEEN: BlackoutDates = { title: 'Between the years', from: '2026-12-27', to: '2027-01-03' };

describe('business days', () => {
  const berlin = (from: string, days: number, blackouts: BlackoutDates[] = []) =>
    text(afterBusinessDays(at(from), days, '09:00', { zone: 'Europe/Berlin', blackouts }));

  it('count Monday to Friday, from the day after', () => {
    expect(berlin('2026-11-27T07:00:00Z', 1)).toBe('2026-11-30T08:00');
    expect(berlin('2026-11-28T07:00:00Z', 1)).toBe('2026-11-30T08:00');
    expect(berlin('2026-11-29T07:00:00Z', 1)).toBe('2026-11-30T08:00');
    expect(berlin('2026-11-25T20:00:00Z', 5)).toBe('2026-12-02T08:00');
  });

  it('begin on the day that the wall shows there', () => {
    // Half past midnight on Saturday in Berlin, still Friday in UTC.
    expect(berlin('2026-11-27T23:30:00Z', 1)).toBe('2026-11-30T08:00');
  });

  it('leave out blackout dates', () => {
    expect(berlin('2026-12-23T10:00:00Z', 1, [CHRISTMAS])).toBe('2026-12-28T08:00');
    expect(berlin('2026-12-23T10:00:00Z', 1, [CHRISTMAS, BETWEEN])).toBe('2027-01-04T08:00');
  });

  it('keep their time of day over a change of the clocks', () => {
    expect(berlin('2026-03-27T10:00:00Z', 1)).toBe('2026-03-30T07:00');
    const skipped = { zone: 'Africa/Cairo', blackouts: [] };
    // On Friday 24 April 2026 the clocks in Cairo skip from 00:00 to 01:00.
    expect(text(afterBusinessDays(at('2026-04-23T10:00:00Z'), 1, '00:30', skipped))).toBe('2026-04-23T22:00');
  });
});

describe('the hours in which somebody is sent on', () => {
  const from = (moment: string, within: TimeWindow = OFFICE, zone = 'Europe/Berlin') =>
    text(allowedFrom(at(moment), { zone, blackouts: [], within }));

  it('leave a moment inside as it is, the first included and the last not', () => {
    expect(from('2026-11-26T12:34:00Z')).toBe('2026-11-26T12:34');
    expect(from('2026-11-26T08:00:00Z')).toBe('2026-11-26T08:00');
    expect(from('2026-11-26T16:00:00Z')).toBe('2026-11-27T08:00');
  });

  it('put off to when they begin next', () => {
    expect(from('2026-11-26T03:00:00Z')).toBe('2026-11-26T08:00');
    expect(from('2026-11-27T20:00:00Z')).toBe('2026-11-30T08:00');
    expect(from('2026-11-28T12:00:00Z')).toBe('2026-11-30T08:00');
  });

  it('go by the clock of the zone', () => {
    expect(from('2026-11-26T08:00:00Z', OFFICE, 'America/New_York')).toBe('2026-11-26T14:00');
  });

  it('are skipped with the hour that the clocks skip, and begin after a gap they begin in', () => {
    const night = (to: string): TimeWindow => ({ weekdays: [7], from: '02:00', to });
    // 29 March 2026: 02:00 to 03:00 does not exist in Berlin.
    expect(from('2026-03-28T12:00:00Z', night('03:00'))).toBe('2026-04-05T00:00');
    expect(from('2026-03-28T12:00:00Z', night('04:00'))).toBe('2026-03-29T01:00');
  });

  it('span midnight when they end before they begin, and belong to the day they begin on', () => {
    const nights: TimeWindow = { weekdays: [5], from: '22:00', to: '06:00' };
    expect(from('2026-11-27T20:59:00Z', nights)).toBe('2026-11-27T21:00');
    expect(from('2026-11-27T22:30:00Z', nights)).toBe('2026-11-27T22:30');
    expect(from('2026-11-28T04:59:00Z', nights)).toBe('2026-11-28T04:59');
    expect(from('2026-11-28T05:00:00Z', nights)).toBe('2026-12-04T21:00');
    expect(from('2026-11-27T04:00:00Z', nights)).toBe('2026-11-27T21:00');
  });

  it('span midnight also in the night in which the clocks change', () => {
    const nights: TimeWindow = { weekdays: [6], from: '22:00', to: '02:30' };
    // 29 March 2026: 02:00 to 03:00 does not exist in Berlin, so the night lasts until 03:00, which is 01:00 UTC.
    expect(from('2026-03-29T00:59:00Z', nights)).toBe('2026-03-29T00:59');
    expect(from('2026-03-29T01:00:00Z', nights)).toBe('2026-04-04T20:00');
    // 25 October 2026: 02:30 comes twice; the first counts.
    expect(from('2026-10-25T00:29:00Z', nights)).toBe('2026-10-25T00:29');
    expect(from('2026-10-25T00:30:00Z', nights)).toBe('2026-10-31T21:00');
  });

  it('come once when the clocks show them twice', () => {
    const night: TimeWindow = { weekdays: [7], from: '02:00', to: '02:30' };
    // 25 October 2026: 02:00 to 03:00 comes twice in Berlin; the first counts.
    expect(from('2026-10-24T12:00:00Z', night)).toBe('2026-10-25T00:00');
    expect(from('2026-10-25T01:10:00Z', night)).toBe('2026-11-01T01:00');
  });
});

describe('blackout dates', () => {
  const rule = { zone: 'Europe/Berlin', blackouts: [CHRISTMAS, BETWEEN] };

  it('put a moment off to the first after them, one behind the other', () => {
    expect(text(allowedFrom(at('2026-12-23T22:59:00Z'), rule))).toBe('2026-12-23T22:59');
    expect(text(allowedFrom(at('2026-12-23T23:00:00Z'), rule))).toBe('2027-01-03T23:00');
    expect(text(allowedFrom(at('2026-12-30T12:00:00Z'), { ...rule, time: '09:00' }))).toBe(
      '2027-01-04T08:00',
    );
  });

  it('and then to the hours', () => {
    expect(text(allowedFrom(at('2026-12-25T12:00:00Z'), { ...rule, within: OFFICE }))).toBe(
      '2027-01-04T08:00',
    );
  });
});

describe('the next allowed moment', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia'];
  const moment = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') });
  const hours = fc
    .tuple(fc.nat(1_438), fc.nat(1_438))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => [clock(a), clock(b)] as const);
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const rules = fc.record({
    zone: fc.constantFrom(...zones),
    within: fc.option(
      fc
        .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), hours)
        .map(([weekdays, [from, to]]) => ({ weekdays, from, to })),
      { nil: undefined },
    ),
    blackouts: fc.subarray([
      CHRISTMAS,
      { title: 'Spring', from: '2025-03-24', to: '2025-04-06' },
      { title: 'A Sunday', from: '2026-10-25', to: '2026-10-25' },
    ]),
  });

  it('is never earlier, is allowed itself, and never comes earlier for a later moment', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 20 * DAY }), rules, (early, more, rule) => {
        const first = allowedFrom(early, rule);
        expect(first).toBeGreaterThanOrEqual(early);
        expect(allowedFrom(first, rule)).toBe(first);
        expect(allowedFrom(early + more, rule)).toBeGreaterThanOrEqual(first);
        expect(first - early).toBeLessThan(60 * DAY + HOUR + MINUTE);
      }),
      { numRuns: 400 },
    );
  });
});
