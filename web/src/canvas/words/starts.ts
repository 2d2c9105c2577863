import type { Catalogue, StepOf } from '@gradus/flow';
import { sayEvent } from './events.ts';

type Start = StepOf<'trigger'>['config']['on'];

const SAY: {
  [K in Start['kind']]: (on: Extract<Start, { kind: K }>, catalogue: Catalogue) => string;
} = {
  enrolled: () => 'Starts when a learner is enrolled',
  event: ({ event, where }) => `Starts when ${sayEvent(event)}${where === undefined ? '' : ', if so wanted'}`,
  manual: () => 'People are let in by hand',
  webhook: ({ person }) =>
    `Starts when another system tells of somebody, by ${person.by === 'email' ? 'mail address' : `“${person.field}”`}`,
  segment: ({ segment }, { segments }) =>
    `Starts for whoever comes to belong to ${nameOf(segment, segments ?? [])}`,
};

const nameOf = (id: string, segments: NonNullable<Catalogue['segments']>) =>
  `“${segments.find((segment) => segment.id === id)?.name ?? 'a segment that is gone'}”`;

/** What brings people in, in one plain line. */
export function sayStart(on: Start, catalogue: Catalogue): string {
  const say = SAY[on.kind] as (on: Start, catalogue: Catalogue) => string;
  return say(on, catalogue);
}
