import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';
import { Reason } from '../reasons.ts';

/** Who is to be let in. Of an automation that belongs to a course only its learners can be. */
export const AdmissionWho = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('people'), userIds: z.array(Id).min(1).max(5_000) }),
  /** E-mail addresses; ones that nobody of the school has are reported, not refused. */
  z.strictObject({
    kind: z.literal('addresses'),
    addresses: z.array(z.string().trim().min(3).max(255)).min(1).max(5_000),
  }),
  /** Everybody who is enrolled; left out: in the automation's own course. */
  z.strictObject({ kind: z.literal('roster'), courseId: Id.optional() }),
  z.strictObject({ kind: z.literal('segment'), segmentId: Id }),
  /** Everybody to whom this has happened, by the event's type; of an automation with a course, in that course. */
  z.strictObject({ kind: z.literal('happened'), event: z.string().min(1).max(80) }),
]);
export type AdmissionWho = z.infer<typeof AdmissionWho>;

/** POST /api/automations/:id/runs (Idempotency-Key) -> 202 RunStarted. 409 `entry.inside`, `entry.entered-before`, `entry.suppressed`. */
export const StartRunByHand = z.strictObject({ userId: Id, reason: Reason }).meta({ id: 'StartRunByHand' });
export type StartRunByHand = z.infer<typeof StartRunByHand>;
export const RunStarted = z.strictObject({ runId: Id }).meta({ id: 'RunStarted' });
export type RunStarted = z.infer<typeof RunStarted>;

/** POST /api/automations/:id/admissions/preview -> AdmissionPreview: nothing happens yet. */
export const PreviewAdmission = z.strictObject({ who: AdmissionWho }).meta({ id: 'PreviewAdmission' });
export type PreviewAdmission = z.infer<typeof PreviewAdmission>;
export const AdmissionPreview = z
  .strictObject({
    total: z.number().int(),
    /** Would begin a run. */
    enter: z.number().int(),
    inside: z.number().int(),
    enteredBefore: z.number().int(),
    suppressed: z.number().int(),
    /** Not one of this course's learners, or nobody of the school. */
    unknown: z.number().int(),
    /** Some of those who would enter. */
    samples: z.array(z.strictObject({ userId: Id, name: z.string(), email: z.string() })),
  })
  .meta({ id: 'AdmissionPreview' });
export type AdmissionPreview = z.infer<typeof AdmissionPreview>;

/** POST /api/automations/:id/admissions (Idempotency-Key) -> 202 AdmissionDetail */
export const StartAdmission = z
  .strictObject({
    who: AdmissionWho,
    ratePerMinute: z.number().int().min(1).max(6_000).default(120),
    reason: Reason,
  })
  .meta({ id: 'StartAdmission' });
export type StartAdmission = z.infer<typeof StartAdmission>;

export const AdmissionState = z.enum(['open', 'paused', 'stopped', 'done']);
export type AdmissionState = z.infer<typeof AdmissionState>;
/** What became of one person. `marked`: noted as done without a run. */
export const AdmissionOutcome = z.enum([
  'started',
  'marked',
  'inside',
  'entered-before',
  'suppressed',
  'unknown',
  'failed',
]);
export type AdmissionOutcome = z.infer<typeof AdmissionOutcome>;

/** GET /api/automations/:id/admissions -> page(AdmissionDetail), newest first */
export const AdmissionDetail = z
  .strictObject({
    id: Id,
    automationId: Id,
    cause: z.enum(['by-hand', 'backfill', 'schedule']),
    state: AdmissionState,
    total: z.number().int(),
    left: z.number().int(),
    outcomes: z.record(AdmissionOutcome, z.number().int()),
    ratePerMinute: z.number().int(),
    requestedBy: z.string().nullable(),
    reason: z.string(),
    createdAt: Timestamp,
    endedAt: Timestamp.nullable(),
  })
  .meta({ id: 'AdmissionDetail' });
export type AdmissionDetail = z.infer<typeof AdmissionDetail>;

/** GET /api/automations/:id/admissions/:admissionId/people -> page(AdmittedPerson), in order */
export const AdmittedPerson = z
  .strictObject({
    seq: z.number().int(),
    userId: Id.nullable(),
    name: z.string(),
    email: z.string(),
    outcome: AdmissionOutcome.nullable(),
    runId: Id.nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'AdmittedPerson' });
export type AdmittedPerson = z.infer<typeof AdmittedPerson>;

/** POST /api/automations/:id/admissions/:admissionId/control -> AdmissionDetail. Stopping is for good. */
export const ControlAdmission = z
  .strictObject({
    action: z.enum(['pause', 'resume', 'stop']),
    reason: Reason,
  })
  .meta({ id: 'ControlAdmission' });
export type ControlAdmission = z.infer<typeof ControlAdmission>;

/**
 * GET /api/automations/:id/backfill (instructor, admin) -> BackfillPreview: who qualifies already for the start of the draft.
 * Null: it starts as the live version does, or by what only the future can tell.
 */
export const BackfillPreview = z
  .strictObject({ people: AdmissionPreview.nullable() })
  .meta({ id: 'BackfillPreview' });
export type BackfillPreview = z.infer<typeof BackfillPreview>;

/** With a publication: those who qualify already begin runs, or are noted as done with it. Left out: they are skipped. */
export const Backfill = z.strictObject({
  mode: z.enum(['run', 'mark']),
  ratePerMinute: z.number().int().min(1).max(6_000).default(120),
});
export type Backfill = z.infer<typeof Backfill>;
