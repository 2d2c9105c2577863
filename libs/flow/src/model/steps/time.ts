import { z } from 'zod';
import {
  Condition,
  Duration,
  EventType,
  LocalDate,
  LocalTime,
  StepId,
  TimeWindow,
  WeekdayTime,
  Zone,
} from './values.ts';

/** A date of the learner's course that a wait counts from. */
export const CourseDate = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enrollment') }),
  /** The moment this module opens, or opened, for the learner. */
  z.strictObject({ kind: z.literal('module'), module: z.string().min(1) }),
]);
export type CourseDate = z.infer<typeof CourseDate>;

/** Waits for time alone. A moment that falls on a blackout date of the automation moves behind it. */
export const WaitConfig = z.strictObject({
  for: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('duration'), duration: Duration }),
    z.strictObject({ kind: z.literal('until'), date: LocalDate, time: LocalTime }),
    z.strictObject({ kind: z.literal('weekday'), at: WeekdayTime }),
    /** So many days after arriving, Monday to Friday, at this time; blackout dates are not counted. */
    z.strictObject({
      kind: z.literal('businessDays'),
      days: z.number().int().min(1).max(250),
      time: LocalTime,
    }),
    /** So long before or after a date of the course; `time`: at this time of that day. A moment that is past is now. */
    z.strictObject({
      kind: z.literal('courseDate'),
      from: CourseDate,
      direction: z.enum(['before', 'after']),
      offset: Duration,
      time: LocalTime.optional(),
    }),
  ]),
  /** Goes on only within these hours: later, if the wait is over outside of them. At any time when left out. */
  within: TimeWindow.optional(),
  zone: Zone,
});

/** From when on an event counts: since the run began, or since the learner came last to a step. */
export const Since = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run') }),
  z.strictObject({ kind: z.literal('step'), step: StepId }),
]);
export type Since = z.infer<typeof Since>;

/** Waits for something to come about. */
export const WaitForConfig = z.strictObject({
  for: z.discriminatedUnion('kind', [
    /** The next such event after arriving here; an event that can happen only once also counts when it is past. */
    z.strictObject({
      kind: z.literal('event'),
      event: EventType,
      where: Condition.optional(),
      /** An event that came before arriving here counts, too, if it came after this. */
      since: Since.optional(),
    }),
    z.strictObject({ kind: z.literal('facts'), condition: Condition }),
  ]),
  /** Without one the learner may wait here for ever; the `timeout` port exists only with one. */
  timeout: Duration.optional(),
  zone: Zone,
});
