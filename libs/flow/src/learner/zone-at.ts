import type { Facts } from '../model/facts.ts';
import type { Instant, TimeZone } from '../model/instant.ts';

/** The zone the learner lived in at that moment, as far as the facts remember. */
export function zoneAt({ learnerZone, zoneChanges = [] }: Facts, at: Instant): TimeZone {
  return zoneChanges.find((change) => change.at > at)?.from ?? learnerZone;
}

/** Since when the learner has not lived in `from` any more, by what is known at `at`; for ever: the facts do not say. */
export function movedAt({ zoneChanges = [] }: Facts, from: TimeZone, at: Instant): Instant {
  return zoneChanges.findLast((change) => change.from === from && change.at <= at)?.at ?? Infinity;
}

/** The facts with the learner's zone as it was at that moment. */
export function inZoneAt(facts: Facts, at: Instant): Facts {
  const learnerZone = zoneAt(facts, at);
  return learnerZone === facts.learnerZone ? facts : { ...facts, learnerZone };
}
