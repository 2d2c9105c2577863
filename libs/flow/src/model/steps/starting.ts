import { FieldName } from '@gradus/contracts';
import { z } from 'zod';
import { JsonPath, KeptValue } from './outside.ts';
import { Condition, EventType, LocalTime, WeekdayTime } from './values.ts';

/** Dates that come again and again. Of a month, 29 to 31 mean its last day where it is shorter. */
export const Recurrence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weekly'), at: WeekdayTime }),
  z.strictObject({
    kind: z.literal('monthly'),
    days: z.array(z.number().int().min(1).max(31)).min(1).max(31),
    time: LocalTime,
  }),
]);
export type Recurrence = z.infer<typeof Recurrence>;

/** What brings a subject in. */
export const TriggerConfig = z.strictObject({
  on: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('enrolled') }),
    z.strictObject({ kind: z.literal('event'), event: EventType, where: Condition.optional() }),
    z.strictObject({ kind: z.literal('manual') }),
    /** Whoever comes to belong to a segment of the school (its id). */
    z.strictObject({ kind: z.literal('segment'), segment: z.uuid() }),
    /** On dates of the calendar, everybody who belongs to the audience then. `zone`: `school`, or an IANA name. */
    z.strictObject({
      kind: z.literal('schedule'),
      every: Recurrence,
      zone: z.string().min(1).max(64),
      audience: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('segment'), segment: z.uuid() }),
        /** Everybody enrolled in the automation's course. */
        z.strictObject({ kind: z.literal('roster') }),
      ]),
    }),
    /** Another system tells of somebody, by a signed call to the automation's own address. */
    z.strictObject({
      kind: z.literal('webhook'),
      /** Where the payload names the person, and by what: their mail address, or a field that holds an id of the other system. */
      person: z.discriminatedUnion('by', [
        z.strictObject({ by: z.literal('email'), path: JsonPath }),
        z.strictObject({ by: z.literal('field'), field: FieldName, path: JsonPath }),
      ]),
      /** Values of the payload that the run begins with as variables. */
      keep: z.array(KeptValue).max(20).default([]),
    }),
  ]),
});
