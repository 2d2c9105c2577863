import type { Facts } from '../model/facts.ts';
import type { Instant, TimeZone } from '../model/instant.ts';

/** The zone the learner lived in at that moment, as far as the facts remember. */
export function zoneAt({ learnerZone, zoneChanges = [] }: Facts, at: Instant): TimeZone {
  return zoneChanges.find((change) => change.at > at)?.from ?? learnerZone;
}

/** The facts with the learner's zone as it was at that moment. */
export function inZoneAt(facts: Facts, at: Instant): Facts {
  const learnerZone = zoneAt(facts, at);
  return learnerZone === facts.learnerZone ? facts : { ...facts, learnerZone };
}
