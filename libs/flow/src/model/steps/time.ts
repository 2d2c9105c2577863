import { z } from 'zod';
import { Condition, Duration, EventType, LocalDate, LocalTime, WeekdayTime, Zone } from './values.ts';

/** Waits for time alone. */
export const WaitConfig = z.strictObject({
  for: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('duration'), duration: Duration }),
    z.strictObject({ kind: z.literal('until'), date: LocalDate, time: LocalTime }),
    z.strictObject({ kind: z.literal('weekday'), at: WeekdayTime }),
  ]),
  zone: Zone,
});

/** Waits for something to come about. */
export const WaitForConfig = z.strictObject({
  for: z.discriminatedUnion('kind', [
    /** The next such event after arriving here; an event that can happen only once also counts when it is past. */
    z.strictObject({ kind: z.literal('event'), event: EventType, where: Condition.optional() }),
    z.strictObject({ kind: z.literal('facts'), condition: Condition }),
  ]),
  /** Without one the learner may wait here for ever; the `timeout` port exists only with one. */
  timeout: Duration.optional(),
  zone: Zone,
});
