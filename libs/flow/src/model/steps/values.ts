import { z } from 'zod';

/** Stable inside an automation, across its versions, and never reused for another step. */
export const StepId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a step id starts with a letter; lower-case letters, digits, - and _')
  .refine((id) => id !== 'constructor', 'every object has a “constructor”: choose another id');
export type StepId = z.infer<typeof StepId>;

/** How long the reason may be that a step gives to whoever it takes something from, in characters. */
export const LONGEST_REASON = 200;

/** `minutes` and `hours` are exact; `days` and `weeks` are calendar days in the step's zone (24 h each when it has none). */
export const Duration = z.strictObject({
  amount: z.number().int().min(0).max(10_000),
  unit: z.enum(['minutes', 'hours', 'days', 'weeks']),
});
export type Duration = z.infer<typeof Duration>;

/** Whose clock on the wall counts. `none`: exact elapsed time, no calendar. */
export const Zone = z.enum(['learner', 'school', 'none']);
export type Zone = z.infer<typeof Zone>;

/** A time of day, `HH:MM`, 24 hours. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as HH:MM');
/** A calendar date, `YYYY-MM-DD`; that it exists is checked by `compile`. */
export const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');

/** The first moment at or after a given one that is one of these weekdays (1 = Monday ... 7 = Sunday) at this time. */
export const WeekdayTime = z.strictObject({
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  time: LocalTime,
});
export type WeekdayTime = z.infer<typeof WeekdayTime>;

/**
 * Hours that begin on these weekdays (1 = Monday ... 7 = Sunday); `to` is the first moment outside. `from` later than `to`
 * spans midnight: they end on the day after.
 */
export const TimeWindow = z
  .strictObject({
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: LocalTime,
    to: LocalTime,
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'the hours begin and end at the same time',
  });
export type TimeWindow = z.infer<typeof TimeWindow>;

/** A CEL expression over `facts` and `vars`; see `conditions/environment.ts` for the names it may use. */
export const Condition = z.string().min(1).max(2_000);

/** A domain event's type: lower-case words joined by dots, past tense last. */
export const EventType = z.string().regex(/^[a-z]+(\.[a-z]+)+$/, 'an event type such as module.completed');
