import type { DomainEventType } from '@gradus/contracts';
import type { Definition, StepOf } from '../../model/definition.ts';

type Start = StepOf<'trigger'>['config']['on'];

/** Stands where the type of an event would: nobody announces it, the calendar brings it. */
export const SCHEDULE = 'schedule';

/** The event each kind of start begins with; null: no event starts it. */
const EVENT_OF = {
  enrolled: () => 'enrollment.activated',
  event: ({ event }) => event,
  manual: () => null,
  segment: () => 'segment.entered',
  webhook: () => 'webhook.received',
  schedule: () => SCHEDULE,
} satisfies {
  [K in Start['kind']]: (on: Extract<Start, { kind: K }>) => DomainEventType | (string & {}) | null;
};

/** The type of the event that starts runs of this automation; null when only people or the calendar do. */
export function startingEvent(definition: Definition): string | null {
  const step = definition.steps[definition.trigger];
  if (step?.kind !== 'trigger') return null;
  const eventOf = EVENT_OF[step.config.on.kind] as (on: Start) => string | null;
  return eventOf(step.config.on);
}
