import { Temporal } from 'temporal-polyfill/implementation';
import type { Instant } from '../model/instant.ts';

/** A stretch of time, `from` included and `until` not, in which a zone's clocks stand `offset` milliseconds from UTC. */
export interface Stretch {
  from: Instant;
  until: Instant;
  offset: number;
}

/** Between these the calendar's own transitions are trusted; a moment outside is asked of the calendar each time. */
const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

const stretches = new Map<string, Stretch[]>();

function askCalendar(at: Instant, zoneId: string): Stretch {
  const moment = (instant: Instant) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zoneId);
  const here = moment(at);
  const before = moment(at + 1).getTimeZoneTransition('previous')?.epochMilliseconds ?? FIRST;
  const after = here.getTimeZoneTransition('next')?.epochMilliseconds ?? LAST;
  const offset = here.offsetNanoseconds / 1_000_000;
  return { from: Math.max(before, FIRST), until: Math.min(after, LAST), offset };
}

/**
 * The stretch around a moment, remembered per zone: asking the calendar costs a hundred times what counting costs, and a
 * course of twelve weeks meets two stretches at most. Null outside the years that are counted.
 *
 * @param zoneId - A zone the calendar knows.
 */
export function stretchAt(at: Instant, zoneId: string): Stretch | null {
  if (at < FIRST || at >= LAST) return null;
  const known = stretches.get(zoneId) ?? [];
  const found = known.find(({ from, until }) => from <= at && at < until);
  if (found !== undefined) return found;
  const asked = askCalendar(at, zoneId);
  stretches.set(zoneId, [asked, ...known]);
  return asked;
}

const DAY = 24 * 60 * 60_000;

/**
 * The moment a clock on the wall shows `local` (that reading as if it were UTC, in milliseconds). A reading that the clock
 * skips is the first moment after the gap, one that it shows twice the earlier. Null: the calendar has to be asked.
 */
export function momentByCounting(local: number, zoneId: string): Instant | null {
  // No clock is more than fifteen hours from UTC, so the moment lies within a day of the reading.
  const early = stretchAt(local - DAY, zoneId);
  if (early === null) return null;
  if (local + DAY < early.until) return local - early.offset;
  const late = stretchAt(early.until, zoneId);
  if (late === null || late.until <= local + DAY) return null;
  if (local - early.offset < early.until) return local - early.offset;
  return Math.max(late.from, local - late.offset);
}
