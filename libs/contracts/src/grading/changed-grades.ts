import { z } from 'zod';
import { CriterionGrade, DecideReview, RubricView, SubmissionState } from '../api/assessments.ts';
import { EnrollmentState } from '../api/courses.ts';
import { HeldCertificate } from '../api/credentials.ts';
import { Id, Percentage, Timestamp } from '../primitives.ts';
import { ToldReason } from '../reasons.ts';

/** A grade that a submission has or had, as staff read it. */
export const GivenGrade = z.strictObject({
  /** 1 when the work was graded first, one more for each change; the highest one counts. */
  number: z.number().int(),
  percentage: Percentage,
  passed: z.boolean(),
  criteria: z.array(CriterionGrade),
  feedback: z.string(),
  /** Why it took the place of the one before; null: it is the first, or what was written about it was erased. */
  reason: z.string().nullable(),
  gradedBy: z.enum(['machine', 'instructor']),
  /** Of the person who gave it; null: the automatic grader did. */
  graderName: z.string().nullable(),
  gradedAt: Timestamp,
});
export type GivenGrade = z.infer<typeof GivenGrade>;

/** One attempt, with every grade it was given, the one that counts first. */
export const GradedSubmission = z.strictObject({
  id: Id,
  attempt: z.number().int(),
  state: SubmissionState,
  body: z.string(),
  submittedAt: Timestamp,
  grades: z.array(GivenGrade),
});
export type GradedSubmission = z.infer<typeof GradedSubmission>;

/** GET /api/enrollments/:id/submissions (instructor, admin) -> EnrollmentSubmissions: all that a learner has handed in. */
export const EnrollmentSubmissions = z
  .strictObject({
    enrollmentId: Id,
    userId: Id,
    learnerName: z.string(),
    courseId: Id,
    courseTitle: z.string(),
    state: EnrollmentState,
    simulated: z.boolean(),
    certificate: HeldCertificate,
    /** By week; assignments without a submission are left out. */
    items: z.array(
      z.strictObject({
        assessmentId: Id,
        title: z.string(),
        moduleTitle: z.string(),
        /** The week. */
        position: z.number().int(),
        passPercentage: z.number(),
        rubric: RubricView,
        /** The last attempt first. */
        submissions: z.array(GradedSubmission),
      }),
    ),
  })
  .meta({ id: 'EnrollmentSubmissions' });
export type EnrollmentSubmissions = z.infer<typeof EnrollmentSubmissions>;

/**
 * POST /api/submissions/:id/grades (instructor, admin; Idempotency-Key) -> GradeChanged. The grade before stays in the
 * history, and the learner is told with the reason.
 */
export const ChangeGrade = z
  .strictObject({
    /** The number of the grade that is to be replaced: one that was changed meanwhile is not changed unseen. */
    replaces: z.number().int().min(1),
    criteria: DecideReview.shape.criteria,
    feedback: DecideReview.shape.feedback,
    /** The learner reads it. */
    reason: ToldReason,
  })
  .meta({ id: 'ChangeGrade' });
export type ChangeGrade = z.infer<typeof ChangeGrade>;
export const GradeChanged = z
  .strictObject({
    submissionId: Id,
    number: z.number().int(),
    percentage: Percentage,
    passed: z.boolean(),
    notice: z.string(),
  })
  .meta({ id: 'GradeChanged' });
export type GradeChanged = z.infer<typeof GradeChanged>;

/** Points reached of points possible, in per cent with two decimals. */
export function percentageOf(criteria: ReadonlyArray<{ points: number; maxPoints: number }>): number {
  const possible = criteria.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  const reached = criteria.reduce((sum, { points }) => sum + points, 0);
  return possible === 0 ? 0 : Math.round((reached / possible) * 10_000) / 100;
}
