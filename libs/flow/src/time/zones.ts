import { Temporal } from 'temporal-polyfill/implementation';
import type { Instant, TimeZone } from '../model/instant.ts';
import { momentByCounting, stretchAt } from './offsets.ts';

/** The zone named in the facts is not one this machine knows: `flow.zone-unknown`. */
export class ZoneUnknownError extends Error {
  readonly code = 'flow.zone-unknown';

  readonly zone: string;

  constructor(zone: string) {
    super(`The time zone “${zone}” is not known. Choose an IANA zone such as Europe/Berlin.`);
    this.name = 'ZoneUnknownError';
    this.zone = zone;
  }
}

const knownZones = new Map<TimeZone, string>();

function zoneId(zone: TimeZone): string {
  const known = knownZones.get(zone);
  if (known !== undefined) return known;
  try {
    const id = new Temporal.ZonedDateTime(0n, zone).timeZoneId;
    knownZones.set(zone, id);
    return id;
  } catch {
    throw new ZoneUnknownError(zone);
  }
}

/**
 * What a clock on the wall shows in that zone, as if that reading were UTC: milliseconds to count with.
 *
 * @throws ZoneUnknownError
 */
export function wallReading(at: Instant, zone: TimeZone): number {
  const id = zoneId(zone);
  const moment = Math.floor(at);
  const stretch = stretchAt(moment, id);
  return moment + (stretch?.offset ?? zoned(moment, id).offsetNanoseconds / 1_000_000);
}

/**
 * The moment a clock on the wall shows this reading (see {@link wallReading}), by the rules of {@link momentOf}.
 *
 * @throws ZoneUnknownError
 */
export function momentOfReading(reading: number, zone: TimeZone): Instant {
  const id = zoneId(zone);
  return momentByCounting(reading, id) ?? momentByCalendar(readingAsLocal(reading), id);
}

/**
 * The calendar and clock on a wall in that zone.
 *
 * @throws ZoneUnknownError
 */
export function wallClock(at: Instant, zone: TimeZone): Temporal.PlainDateTime {
  return readingAsLocal(wallReading(at, zone));
}

/**
 * The moment a wall clock in that zone shows `local`. A time that the clock skips becomes the first moment after the
 * gap (02:30 becomes 03:00, never 03:30); a time that it shows twice is the earlier one.
 *
 * @throws ZoneUnknownError
 */
export function momentOf(local: Temporal.PlainDateTime, zone: TimeZone): Instant {
  return momentOfReading(local.toZonedDateTime('UTC').epochMilliseconds, zone);
}

function zoned(at: Instant, id: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(id);
}

function readingAsLocal(reading: number): Temporal.PlainDateTime {
  return zoned(reading, 'UTC').toPlainDateTime();
}

/** The same by the calendar alone: for years that are not counted, and for two changes of the clocks in two days. */
export function momentByCalendar(local: Temporal.PlainDateTime, id: string): Instant {
  const earlier = local.toZonedDateTime(id, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const afterGap = earlier.getTimeZoneTransition('next') ?? earlier;
  return afterGap.epochMilliseconds;
}
