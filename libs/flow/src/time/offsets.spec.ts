import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill/implementation';
import { HOUR, MINUTE } from './durations.ts';
import { momentByCalendar, momentOf, wallClock } from './zones.ts';

jest.setTimeout(60_000);

/** Half hours of summer time, a month without it, a day that was skipped, two hours at once, no change at all. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Antarctica/Troll',
  'Asia/Kathmandu',
  'UTC',
];
const zones = fc.constantFrom(...ZONES);
const instants = fc
  .integer({ min: Date.UTC(1985, 0, 1) / MINUTE, max: Date.UTC(2105, 0, 1) / MINUTE })
  .map((minutes) => minutes * MINUTE);

/** Hours before and after a change; it is looked for within a day. */
const AROUND = [-25, -24.5, -24, -23.5, -12, -2, -1, -0.5, 0, 0.5, 1, 2, 12, 23.5, 24, 24.5, 25];

/** The moments at which these clocks changed in the years that courses are held in. */
function changes(zone: string): number[] {
  const found: number[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from('2009-01-01T00:00Z').toZonedDateTimeISO(zone);
  for (;;) {
    at = at.getTimeZoneTransition('next');
    if (at === null || at.year > 2027) return found;
    found.push(at.epochMilliseconds);
  }
}

function byCalendar(at: number, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
}

function agree(at: number, zone: string): void {
  const local = byCalendar(at, zone);
  expect(wallClock(at, zone).toString()).toBe(local.toString());
  for (const minutes of [-90, -30, 0, 30, 90]) {
    const reading = local.add({ minutes });
    expect(momentOf(reading, zone)).toBe(momentByCalendar(reading, zone));
  }
}

describe('counting with offsets', () => {
  it('says what the calendar says, at any moment', () => {
    fc.assert(fc.property(instants, zones, agree), { numRuns: 500 });
  });

  it.each(ZONES)('says so around every change of the clocks in %s', (zone) => {
    for (const change of changes(zone)) for (const hours of AROUND) agree(change + hours * HOUR, zone);
  });
});
