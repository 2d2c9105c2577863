import { z } from 'zod';
import { Duration, LocalDate, LocalTime, LONGEST_REASON, WeekdayTime, Zone } from './values.ts';

/** When a module opens. `snap` moves the computed moment to the next such weekday and local time. */
export const ReleasePolicy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('afterEnrollment'), days: z.number().int().min(0).max(3_650) }),
  z.strictObject({ kind: z.literal('afterPreviousRelease'), days: z.number().int().min(0).max(3_650) }),
  z.strictObject({ kind: z.literal('afterPreviousCompletion'), days: z.number().int().min(0).max(3_650) }),
  z.strictObject({ kind: z.literal('date'), date: LocalDate, time: LocalTime }),
]);
export type ReleasePolicy = z.infer<typeof ReleasePolicy>;

/** Opens a module. */
export const ReleaseConfig = z.strictObject({
  module: z.string().min(1),
  policy: ReleasePolicy,
  snap: WeekdayTime.optional(),
  zone: z.enum(['learner', 'school']),
});

/** Closes a module again that the learner has had open. */
export const RelockConfig = z.strictObject({
  module: z.string().min(1),
  /** Why, as the learner reads it where the week was. */
  reason: z.string().trim().min(1).max(LONGEST_REASON),
});

/** A gate on graded work. */
export const AssessConfig = z.strictObject({
  module: z.string().min(1),
  /** Counted from entering the step; the learner's submission counts when it was handed in by then. */
  due: Duration.optional(),
  zone: Zone,
});

/** Has the work that was handed in last for a module graded, and waits for the grade. */
export const GradeConfig = z.strictObject({
  module: z.string().min(1),
  /** `policy`: as the assessment has it, the machine where it is sure; `person`: somebody looks in any case. */
  by: z.enum(['policy', 'person']).default('policy'),
  /** How long to wait for the grade; the `timeout` port exists only with one. */
  within: Duration.optional(),
  zone: Zone,
});

/** The certificate of the course. */
export const CertifyConfig = z.strictObject({});

/** Takes the certificate of the course back. */
export const RevokeConfig = z.strictObject({
  /** Public: whoever checks the certificate reads it. */
  reason: z.string().trim().min(1).max(LONGEST_REASON),
});
