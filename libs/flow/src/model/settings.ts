import { z } from 'zod';
import { Duration, EventType, LocalDate, LocalTime } from './steps/values.ts';

/** Hours of the day in which no message goes out: it waits for the end of them. `from` later than `to` spans midnight. */
export const QuietHours = z
  .strictObject({ from: LocalTime, to: LocalTime, zone: z.enum(['learner', 'school']) })
  .refine(({ from, to }) => from !== to, 'the quiet hours begin and end at the same time');
export type QuietHours = z.infer<typeof QuietHours>;

/** At most so many marketing messages to one person in any such stretch of time; more are left unsent. */
export const FrequencyCap = z.strictObject({ messages: z.number().int().min(1).max(100), per: Duration });
export type FrequencyCap = z.infer<typeof FrequencyCap>;

/**
 * Days on which nobody is sent on: a wait, a time-out or a due date that falls on one moves to the first day after them, and
 * business days do not count them. First and last day included; whose calendar is for the step to say.
 */
export const BlackoutDates = z.strictObject({
  title: z.string().min(1).max(80),
  from: LocalDate,
  to: LocalDate,
});
export type BlackoutDates = z.infer<typeof BlackoutDates>;

/** What holds for the automation as a whole. What is left out has the default named with it. */
export const Settings = z.strictObject({
  /** An event of one of these types ends the run with outcome `exited`. */
  exitOn: z.array(EventType).default([]),
  /** None when left out. */
  quietHours: QuietHours.optional(),
  /** None when left out. */
  frequencyCap: FrequencyCap.optional(),
  /** Holidays, term breaks. None when left out. */
  blackoutDates: z.array(BlackoutDates).max(60).optional(),
  /** What pausing the automation stops: the clocks of its runs (default), or only what they would send and do. */
  pause: z.enum(['freeze', 'holdEffects']).optional(),
  /** What becomes of overdue messages on resuming: spread over a while (default), only the latest, or none that is stale. */
  overdue: z.enum(['spread', 'latestOnly', 'skipStale']).optional(),
  /** Nobody enters while they are inside one of these automations (ids). */
  suppressWhile: z.array(z.uuid()).max(20).optional(),
});
export type Settings = z.infer<typeof Settings>;
