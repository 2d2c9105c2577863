import { FieldName } from '@gradus/contracts';
import { z } from 'zod';
import { JsonPath, KeptValue } from './outside.ts';
import { Condition, EventType } from './values.ts';

/** What brings a subject in. */
export const TriggerConfig = z.strictObject({
  on: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('enrolled') }),
    z.strictObject({ kind: z.literal('event'), event: EventType, where: Condition.optional() }),
    z.strictObject({ kind: z.literal('manual') }),
    /** Whoever comes to belong to a segment of the school (its id). */
    z.strictObject({ kind: z.literal('segment'), segment: z.uuid() }),
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
