import { z } from 'zod';
import { Condition, EventType } from './values.ts';

/** What brings a subject in. */
export const TriggerConfig = z.strictObject({
  on: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('enrolled') }),
    z.strictObject({ kind: z.literal('event'), event: EventType, where: Condition.optional() }),
    z.strictObject({ kind: z.literal('manual') }),
    /** Whoever comes to belong to a segment of the school (its id). */
    z.strictObject({ kind: z.literal('segment'), segment: z.uuid() }),
  ]),
});
