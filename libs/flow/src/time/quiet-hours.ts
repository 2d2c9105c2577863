import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { QuietHours } from '../model/settings.ts';
import { DAY, MINUTE } from './durations.ts';
import { minutesOf, nextWeekdayTime } from './local-time.ts';
import { wallReading } from './zones.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/**
 * When the quiet hours around `at` end; null: `at` is outside of them. The moment they begin is inside, the moment they
 * end is not.
 *
 * @throws ZoneUnknownError
 */
export function quietUntil(
  at: Instant,
  { from, to, zone }: QuietHours,
  { learnerZone, schoolZone }: Pick<Facts, 'learnerZone' | 'schoolZone'>,
): Instant | null {
  const clock = zone === 'learner' ? learnerZone : schoolZone;
  const reading = wallReading(at, clock);
  const now = (reading - Math.floor(reading / DAY) * DAY) / MINUTE;
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  const quiet = begins < ends ? begins <= now && now < ends : begins <= now || now < ends;
  return quiet ? nextWeekdayTime(at, { weekdays: EVERY_DAY, time: to }, clock) : null;
}
