import { z } from 'zod';
import { Id, Percentage, Timestamp, page } from '../primitives.ts';
import { Reason } from '../reasons.ts';

export const SubmissionState = z.enum(['draft', 'submitted', 'grading', 'in_review', 'graded', 'blocked']);
export type SubmissionState = z.infer<typeof SubmissionState>;

export const CriterionGrade = z.strictObject({
  key: z.string(),
  title: z.string(),
  points: z.number(),
  maxPoints: z.number(),
  feedback: z.string(),
  /** A quote from the submission, or empty. */
  evidence: z.string(),
});
export type CriterionGrade = z.infer<typeof CriterionGrade>;

/** A rubric as people read it: without the terms and exemplars that grading goes by. */
export const RubricView = z.array(
  z.strictObject({
    key: z.string(),
    title: z.string(),
    description: z.string(),
    points: z.number(),
    ratings: z.array(z.strictObject({ title: z.string(), points: z.number(), description: z.string() })),
  }),
);
export type RubricView = z.infer<typeof RubricView>;

export const GradeDetail = z.strictObject({
  percentage: Percentage,
  passed: z.boolean(),
  criteria: z.array(CriterionGrade),
  feedback: z.string(),
  gradedBy: z.enum(['machine', 'instructor']),
  gradedAt: Timestamp,
  /** It took the place of an earlier grade: what the last one was, and why. Null: it is the first. */
  changed: z
    .strictObject({ fromPercentage: Percentage, wasPassed: z.boolean(), reason: z.string() })
    .nullable(),
});
export type GradeDetail = z.infer<typeof GradeDetail>;

export const SubmissionDetail = z.strictObject({
  id: Id,
  attempt: z.number().int(),
  state: SubmissionState,
  body: z.string(),
  submittedAt: Timestamp.nullable(),
  /** A sentence for the learner: e.g. "Your instructor is looking at it." */
  status: z.string(),
  grade: GradeDetail.nullable(),
});
export type SubmissionDetail = z.infer<typeof SubmissionDetail>;

/** GET /api/assessments/:id -> AssessmentDetail of the caller. */
export const AssessmentDetail = z
  .strictObject({
    id: Id,
    moduleId: Id,
    courseId: Id,
    moduleTitle: z.string(),
    title: z.string(),
    instructions: z.string(),
    passPercentage: z.number(),
    maxAttempts: z.number().int(),
    minWords: z.number().int(),
    criteria: RubricView,
    draft: z.strictObject({ body: z.string(), savedAt: Timestamp.nullable() }),
    submissions: z.array(SubmissionDetail),
    canSubmit: z.boolean(),
    /** Why not, when `canSubmit` is false. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'AssessmentDetail' });
export type AssessmentDetail = z.infer<typeof AssessmentDetail>;

/** PUT /api/assessments/:id/draft -> 200 { savedAt } */
export const SaveDraft = z.strictObject({ body: z.string().max(20_000) }).meta({ id: 'SaveDraft' });
export const DraftSaved = z.strictObject({ savedAt: Timestamp }).meta({ id: 'DraftSaved' });
/** POST /api/assessments/:id/submissions (Idempotency-Key) -> 202 SubmissionDetail */
export const HandIn = z
  .strictObject({ body: z.string().trim().min(1, 'write something before you hand in').max(20_000) })
  .meta({ id: 'HandIn' });
export type HandIn = z.infer<typeof HandIn>;

/** What the grader was unsure of, with its proposal if it made one. */
export const ReviewItem = z
  .strictObject({
    submissionId: Id,
    learnerName: z.string(),
    courseTitle: z.string(),
    moduleTitle: z.string(),
    assignmentTitle: z.string(),
    attempt: z.number().int(),
    submittedAt: Timestamp,
    body: z.string(),
    simulated: z.boolean(),
    /** Why a person is asked. */
    reason: z.string(),
    proposal: z
      .strictObject({
        percentage: Percentage,
        confidence: z.number(),
        criteria: z.array(CriterionGrade),
        provider: z.string(),
      })
      .nullable(),
    rubric: RubricView,
    passPercentage: z.number(),
  })
  .meta({ id: 'ReviewItem' });
export type ReviewItem = z.infer<typeof ReviewItem>;

/** GET /api/review-queue?cursor= (instructor, admin) -> ReviewPage: nobody grades their own work, nor sees what is proposed for it. */
export const ReviewPage = page(ReviewItem)
  .extend({
    /** Pieces of the reader's own work that wait for somebody else; not among the items. */
    ownWaiting: z.number().int(),
  })
  .meta({ id: 'ReviewPage' });
export type ReviewPage = z.infer<typeof ReviewPage>;

/** POST /api/review-queue/:submissionId/decision (Idempotency-Key) -> 202 AcceptedNotice */
export const DecideReview = z
  .strictObject({
    criteria: z
      .array(z.strictObject({ key: z.string(), points: z.number().min(0), feedback: z.string().max(2_000) }))
      .min(1)
      .max(50),
    feedback: z.string().max(4_000).default(''),
  })
  .meta({ id: 'DecideReview' });
export type DecideReview = z.infer<typeof DecideReview>;

/**
 * GET /api/enrollments/:id/spent-assignments (instructor, admin) -> SpentAssignments: what the learner has not passed, though
 * every attempt is used and graded.
 */
export const SpentAssignments = z
  .strictObject({
    enrollmentId: Id,
    items: z.array(
      z.strictObject({
        assessmentId: Id,
        title: z.string(),
        moduleTitle: z.string(),
        /** The week. */
        position: z.number().int(),
        attemptsUsed: z.number().int(),
        /** The best so far. */
        percentage: Percentage.nullable(),
        passPercentage: z.number(),
      }),
    ),
  })
  .meta({ id: 'SpentAssignments' });
export type SpentAssignments = z.infer<typeof SpentAssignments>;

/** POST /api/enrollments/:id/attempts (instructor, admin; Idempotency-Key) -> AttemptAllowed. The learner is told. */
export const AllowAttempt = z.strictObject({ assessmentId: Id, reason: Reason }).meta({ id: 'AllowAttempt' });
export type AllowAttempt = z.infer<typeof AllowAttempt>;
export const AttemptAllowed = z
  .strictObject({
    enrollmentId: Id,
    assessmentId: Id,
    /** False: they had one left. */
    allowed: z.boolean(),
    attemptsLeft: z.number().int(),
    notice: z.string(),
  })
  .meta({ id: 'AttemptAllowed' });
export type AttemptAllowed = z.infer<typeof AttemptAllowed>;
