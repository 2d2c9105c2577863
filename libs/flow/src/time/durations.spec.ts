import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { addDuration, DAY, daysBetween, HOUR } from './durations.ts';

jest.setTimeout(60_000);

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
];
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2027-01-01') });

function timeOfDay(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }).format(at);
}

describe('addDuration', () => {
  it('keeps the time of day over days and weeks, except where the clock skips it', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 400 }), (zone, at, amount) => {
        const later = addDuration(at, { amount, unit: 'days' }, zone);
        const skipped = timeOfDay(later - 1, zone).slice(0, 5) < timeOfDay(at, zone).slice(0, 5);
        expect(skipped || timeOfDay(later, zone) === timeOfDay(at, zone)).toBe(true);
        expect(Math.abs(later - at - amount * DAY)).toBeLessThanOrEqual(2 * HOUR);
      }),
    );
  });

  it('is exact for hours and minutes, and for anything without a zone', () => {
    fc.assert(
      fc.property(zones, instants, fc.nat(10_000), (zone, at, amount) => {
        expect(addDuration(at, { amount, unit: 'hours' }, zone)).toBe(at + amount * HOUR);
        expect(addDuration(at, { amount, unit: 'weeks' }, null)).toBe(at + amount * 7 * DAY);
      }),
    );
  });

  it('is 23 hours for the day in spring and 25 for the one in autumn', () => {
    const day = { amount: 1, unit: 'days' as const };
    const spring = Date.parse('2026-03-28T06:00:00Z');
    const autumn = Date.parse('2026-10-24T05:00:00Z');
    expect(addDuration(spring, day, 'Europe/Berlin') - spring).toBe(23 * HOUR);
    expect(addDuration(autumn, day, 'Europe/Berlin') - autumn).toBe(25 * HOUR);
    expect(addDuration(autumn, day, 'Asia/Kolkata') - autumn).toBe(24 * HOUR);
  });

  it('leaves a moment alone that nothing is added to, even in the second hour of two', () => {
    const second = Date.parse('2026-10-25T01:30:00Z');
    expect(addDuration(second, { amount: 0, unit: 'days' }, 'Europe/Berlin')).toBe(second);
  });
});

describe('daysBetween', () => {
  it('agrees with adding days, to the millisecond', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 0, max: 300 }), (zone, from, amount) => {
        const then = addDuration(from, { amount, unit: 'days' }, zone);
        expect(daysBetween(from, then, zone)).toBe(amount);
        expect(daysBetween(from, then - 1, zone)).toBe(Math.max(0, amount - 1));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is nothing before the beginning', () => {
    expect(daysBetween(DAY, 0, 'Asia/Kolkata')).toBe(0);
  });
});
