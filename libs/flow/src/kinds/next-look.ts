import { changesWithTime } from '../conditions/check-condition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { addDuration, daysBetween } from '../time/durations.ts';

/**
 * The next moment `facts.daysSinceEnrollment` changes, for a condition that reads it: no event announces that. Null for
 * any other.
 *
 * @throws ZoneUnknownError
 */
export function nextLook(condition: string, facts: Facts, at: Instant): Instant | null {
  if (!changesWithTime(condition)) return null;
  const amount = daysBetween(facts.enrolledAt, at, facts.learnerZone) + 1;
  return addDuration(facts.enrolledAt, { amount, unit: 'days' }, facts.learnerZone);
}
