import { z } from 'zod';
import { CredentialState, HeldCertificate } from './credentials.ts';
import { Id, Money, Percentage, PersonName, Timestamp } from '../primitives.ts';
import { ToldReason } from '../reasons.ts';

export const EnrollmentState = z.enum([
  'invited',
  'pending',
  'active',
  'paused',
  'completed',
  'expired',
  'withdrawn',
  'revoked',
]);
export type EnrollmentState = z.infer<typeof EnrollmentState>;

/** GET /api/courses -> page(CourseSummary). `enrollment` is the caller's own, when signed in. */
export const CourseSummary = z
  .strictObject({
    id: Id,
    key: z.string(),
    title: z.string(),
    description: z.string(),
    durationWeeks: z.number().int(),
    price: Money,
    moduleCount: z.number().int(),
    enrollment: z.strictObject({ id: Id, state: EnrollmentState, progress: Percentage }).nullable(),
  })
  .meta({ id: 'CourseSummary' });
export type CourseSummary = z.infer<typeof CourseSummary>;

const OutlineModule = z.strictObject({
  id: Id,
  key: z.string(),
  position: z.number().int(),
  title: z.string(),
  summary: z.string(),
  objectives: z.array(z.string()),
  lessons: z.array(z.strictObject({ id: Id, key: z.string(), title: z.string(), minutes: z.number().int() })),
  assignmentTitle: z.string().nullable(),
});

/** GET /api/courses/:id (public catalogue view: outline, no lesson texts). */
export const CourseDetail = CourseSummary.extend({
  credentialName: z.string(),
  phases: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      summary: z.string(),
      modules: z.array(OutlineModule),
    }),
  ),
  journeyAutomationId: Id.nullable().meta({ description: 'staff only; null otherwise' }),
}).meta({ id: 'CourseDetail' });
export type CourseDetail = z.infer<typeof CourseDetail>;

/** POST /api/courses/:id/enroll -> 202 EnrollmentStarted. `Idempotency-Key` header. `speed`, `simulated`: staff only. */
export const StartEnrollment = z
  .strictObject({
    speed: z.number().min(1).max(1_000_000).optional(),
  })
  .meta({ id: 'StartEnrollment' });
export type StartEnrollment = z.infer<typeof StartEnrollment>;

export const EnrollmentStarted = z
  .strictObject({
    enrollmentId: Id,
    state: EnrollmentState,
    /** Set while a payment is wanted: where to pay. Null when free, paid, or when the link is still being made. */
    checkoutUrl: z.string().nullable(),
  })
  .meta({ id: 'EnrollmentStarted' });
export type EnrollmentStarted = z.infer<typeof EnrollmentStarted>;

/** Why a module is locked or when it opens, as data (`code` + values) and as a sentence in the reader's zone. */
export const BecauseLine = z.strictObject({ code: z.string(), text: z.string() });

export const LearnerModule = z.strictObject({
  id: Id,
  key: z.string(),
  position: z.number().int(),
  phaseKey: z.string(),
  title: z.string(),
  summary: z.string(),
  state: z.enum(['locked', 'scheduled', 'open', 'completed']),
  /** When it opened or surely opens. */
  unlockAt: Timestamp.nullable(),
  /** A guess, when something besides time stands between. */
  expectedAt: Timestamp.nullable(),
  because: z.array(BecauseLine),
  lessons: z.array(
    z.strictObject({
      id: Id,
      title: z.string(),
      minutes: z.number().int(),
      completedAt: Timestamp.nullable(),
    }),
  ),
  assessment: z
    .strictObject({
      id: Id,
      title: z.string(),
      state: z.enum(['none', 'draft', 'submitted', 'grading', 'in_review', 'passed', 'failed']),
      percentage: Percentage.nullable(),
      attemptsUsed: z.number().int(),
      maxAttempts: z.number().int(),
    })
    .nullable(),
});
export type LearnerModule = z.infer<typeof LearnerModule>;

/**
 * GET /api/courses/:id/progress -> CourseProgress of the caller (staff: ?enrollmentId=). 404 when not enrolled. All times
 * in it are on the learner's own clock, like `virtualNow`: real ones unless `speed` is not 1.
 */
export const CourseProgress = z
  .strictObject({
    enrollmentId: Id,
    courseId: Id,
    courseTitle: z.string(),
    state: EnrollmentState,
    /** Why access has ended, where it was revoked. */
    endedReason: z.string().nullable(),
    enrolledAt: Timestamp,
    completedAt: Timestamp.nullable(),
    progress: Percentage,
    simulated: z.boolean(),
    speed: z.number(),
    /** The learner's now: differs from the clock on the wall only for speeded-up runs. */
    virtualNow: Timestamp,
    timeZone: z.string(),
    phases: z.array(z.strictObject({ key: z.string(), title: z.string() })),
    modules: z.array(LearnerModule),
    /** What is still missing for completion. Empty when nothing is. */
    missing: z.array(BecauseLine),
    payment: z
      .strictObject({
        state: z.enum(['none', 'pending', 'paid', 'cancelled']),
        checkoutUrl: z.string().nullable(),
        price: Money,
      })
      .nullable(),
    credential: z
      .strictObject({
        id: Id,
        state: CredentialState,
        /** Its public page, once it was issued. */
        url: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'CourseProgress' });
export type CourseProgress = z.infer<typeof CourseProgress>;

/** POST /api/courses/:id/complete -> CourseProgress: a lesson done, or (without `lessonId`) the course. 409 `course.incomplete` with `data.missing`. */
export const RecordCompletion = z.strictObject({ lessonId: Id.optional() }).meta({ id: 'RecordCompletion' });
export type RecordCompletion = z.infer<typeof RecordCompletion>;

/** GET /api/lessons/:id (enrolled and open, or staff). 423-like refusal is 403 `module.locked` with `data.unlockAt`. */
export const LessonDetail = z
  .strictObject({
    id: Id,
    moduleId: Id,
    courseId: Id,
    title: z.string(),
    minutes: z.number().int(),
    markdown: z.string(),
    completedAt: Timestamp.nullable(),
    previousLessonId: Id.nullable(),
    nextLessonId: Id.nullable(),
  })
  .meta({ id: 'LessonDetail' });
export type LessonDetail = z.infer<typeof LessonDetail>;

/** GET /api/courses/:id/roster?cursor=&search= (instructor, ops, admin) -> page(RosterEntry) */
export const RosterEntry = z
  .strictObject({
    enrollmentId: Id,
    userId: Id,
    name: z.string(),
    email: z.string(),
    state: EnrollmentState,
    progress: Percentage,
    enrolledAt: Timestamp,
    completedAt: Timestamp.nullable(),
    simulated: z.boolean(),
    runId: Id.nullable(),
    certificate: HeldCertificate,
    /** One sentence: where they are. */
    whereabouts: z.string(),
  })
  .meta({ id: 'RosterEntry' });
export type RosterEntry = z.infer<typeof RosterEntry>;

/** POST /api/courses/:id/roster (staff) -> 202 EnrollmentStarted: enrol by hand, without payment. Idempotency-Key. */
export const EnrollByHand = z
  .strictObject({
    email: z.email().max(255),
    name: PersonName.optional(),
    reason: z.string().max(500).default(''),
  })
  .meta({ id: 'EnrollByHand' });
export type EnrollByHand = z.infer<typeof EnrollByHand>;

/** POST /api/enrollments/:id/end-access (ops, admin; Idempotency-Key) -> AccessEnded. No money goes back. */
export const EndAccess = z
  .strictObject({
    reason: ToldReason,
  })
  .meta({ id: 'EndAccess' });
export type EndAccess = z.infer<typeof EndAccess>;
export const AccessEnded = z
  .strictObject({
    enrollmentId: Id,
    state: EnrollmentState,
    /** False: there was none to end. */
    closed: z.boolean(),
    notice: z.string(),
  })
  .meta({ id: 'AccessEnded' });
export type AccessEnded = z.infer<typeof AccessEnded>;

/** POST /api/courses/:id/simulated-learners (staff, demo) -> 202 SimulatedLearnerStarted. Idempotency-Key. */
export const StartSimulatedLearner = z
  .strictObject({ speed: z.number().min(60).max(1_000_000).default(100_800) })
  .meta({ id: 'StartSimulatedLearner' });
export type StartSimulatedLearner = z.infer<typeof StartSimulatedLearner>;
export const SimulatedLearnerStarted = z
  .strictObject({ userId: Id, name: z.string(), speed: z.number() })
  .meta({ id: 'SimulatedLearnerStarted' });
export type SimulatedLearnerStarted = z.infer<typeof SimulatedLearnerStarted>;
