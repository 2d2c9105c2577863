import { sayEvent } from '@gradus/flow';
import type { Catalogue, Recurrence, StepOf } from '@gradus/flow';
import { sayWeekdayTime } from './durations.ts';

type Start = StepOf<'trigger'>['config']['on'];

const SAY: {
  [K in Start['kind']]: (on: Extract<Start, { kind: K }>, catalogue: Catalogue) => string;
} = {
  enrolled: () => 'Starts when a learner is enrolled',
  event: ({ event, where }) => `Starts when ${sayEvent(event)}${where === undefined ? '' : ', if so wanted'}`,
  manual: () => 'People are let in by hand',
  schedule: ({ every, audience }, { segments }) =>
    `Starts ${sayEvery(every)} for ${audience.kind === 'roster' ? 'everybody enrolled' : nameOf(audience.segment, segments ?? [])}`,
  webhook: ({ person }) =>
    `Starts when another system tells of somebody, by ${person.by === 'email' ? 'mail address' : `“${person.field}”`}`,
  segment: ({ segment }, { segments }) =>
    `Starts for whoever comes to belong to ${nameOf(segment, segments ?? [])}`,
};

const nameOf = (id: string, segments: NonNullable<Catalogue['segments']>) =>
  `“${segments.find((segment) => segment.id === id)?.name ?? 'a segment that is gone'}”`;

function sayEvery(every: Recurrence): string {
  if (every.kind === 'weekly') return `every ${sayWeekdayTime(every.at)}`;
  return `every month on ${every.days.join(', ')}, ${every.time}`;
}

/** What brings people in, in one plain line. */
export function sayStart(on: Start, catalogue: Catalogue): string {
  const say = SAY[on.kind] as (on: Start, catalogue: Catalogue) => string;
  return say(on, catalogue);
}
