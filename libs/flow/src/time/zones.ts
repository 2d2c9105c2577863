import { Temporal } from 'temporal-polyfill/implementation';
import type { Instant, TimeZone } from '../model/instant.ts';

/** The zone named in the facts is not one this machine knows: `flow.zone-unknown`. */
export class ZoneUnknownError extends Error {
  readonly code = 'flow.zone-unknown';

  readonly zone: string;

  constructor(zone: string) {
    super(`The time zone "${zone}" is not known. Choose an IANA zone such as Europe/Berlin.`);
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
 * The calendar and clock on a wall in that zone.
 *
 * @throws ZoneUnknownError
 */
export function wallClock(at: Instant, zone: TimeZone): Temporal.PlainDateTime {
  const id = zoneId(zone);
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(id).toPlainDateTime();
}

/**
 * The moment a wall clock in that zone shows `local`. A time that the clock skips becomes the first moment after the
 * gap (02:30 becomes 03:00, never 03:30); a time that it shows twice is the earlier one.
 *
 * @throws ZoneUnknownError
 */
export function momentOf(local: Temporal.PlainDateTime, zone: TimeZone): Instant {
  const earlier = local.toZonedDateTime(zoneId(zone), { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const afterGap = earlier.getTimeZoneTransition('next') ?? earlier;
  return afterGap.epochMilliseconds;
}
