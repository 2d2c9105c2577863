import { z } from 'zod';
import { Id, Timestamp } from '../../primitives.ts';
import { Reason } from '../../reasons.ts';
import { EffectFate, OverdueWay, PauseEnd, PauseHold, RunOrder } from './commands.ts';

/** Which open runs, and where in them. What is left out does not matter; something has to be said. */
export const BulkFilter = z
  .strictObject({
    automationId: Id.optional(),
    versionId: Id.optional(),
    stepId: z.string().max(64).optional(),
    state: z.enum(['running', 'waiting', 'blocked', 'held']).optional(),
    /** `area.problem`: those blocked by this cause. */
    cause: z.string().max(120).optional(),
    courseVersionId: Id.optional(),
    enrolledFrom: Timestamp.optional(),
    /** Before this moment. */
    enrolledUntil: Timestamp.optional(),
    /** At their step since before this moment. */
    sinceBefore: Timestamp.optional(),
    runIds: z.array(Id).min(1).max(5_000).optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: 'say at least one thing about the runs',
  });
export type BulkFilter = z.infer<typeof BulkFilter>;

/** Everybody a filter finds, or what a group of the work list holds. */
export const BulkTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('runs'), filter: BulkFilter }),
  z.strictObject({
    kind: z.literal('work'),
    groupId: z.string().min(3).max(200),
    itemIds: z.array(Id).min(1).max(1_000).optional(),
  }),
]);
export type BulkTarget = z.infer<typeof BulkTarget>;

/** What an instructor may order for many: nothing that ends, moves or decides for anybody. */
export const INSTRUCTORS_MAY_ORDER = [
  'retry',
  'releaseNow',
  'postpone',
  'pause',
  'resume',
] as const satisfies ReadonlyArray<RunOrder['name']>;

/** POST /api/bulk-operations/preview (staff; instructors what they may order) -> BulkPreview: nothing happens yet. */
export const PreviewBulk = z
  .strictObject({ target: BulkTarget, order: RunOrder })
  .meta({ id: 'PreviewBulk' });
export type PreviewBulk = z.infer<typeof PreviewBulk>;

export const BulkPreview = z
  .strictObject({
    total: z.number().int(),
    /** How many of them the engine was asked about; the counts below are of these. */
    looked: z.number().int(),
    accepted: z.number().int(),
    /** Why the others would refuse. */
    refusals: z.array(z.strictObject({ detail: z.string(), count: z.number().int() })),
    sentences: z.array(z.string()),
    effects: z.array(
      z.strictObject({
        stepId: z.string(),
        title: z.string(),
        kind: z.string().nullable(),
        when: z.enum(['now', 'later']),
        fate: EffectFate,
        count: z.number().int(),
      }),
    ),
    opens: z.array(z.strictObject({ title: z.string(), count: z.number().int() })),
    ends: z.number().int(),
    samples: z.array(
      z.strictObject({
        runId: Id.nullable(),
        who: z.string(),
        where: z.string(),
        accepted: z.boolean(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'BulkPreview' });
export type BulkPreview = z.infer<typeof BulkPreview>;

/** POST /api/bulk-operations (staff, instructors what they may order; Idempotency-Key) -> 202 BulkDetail. 409 `bulk.more-than-previewed`. */
export const StartBulk = z
  .strictObject({
    target: BulkTarget,
    order: RunOrder,
    ratePerSecond: z.number().int().min(1).max(200).default(10),
    /** How many the preview found: more by now, and it is refused. */
    expected: z.number().int().min(0).optional(),
    reason: Reason,
  })
  .meta({ id: 'StartBulk' });
export type StartBulk = z.infer<typeof StartBulk>;

export const BulkState = z.enum(['open', 'paused', 'stopped', 'done']);
export type BulkState = z.infer<typeof BulkState>;
/**
 * What became of one item. `waiting`: its turn has not come. `sent`: it is in the run's inbox. `skipped`: the operation was
 * stopped before. `unanswered`: nobody took it for long; it is still in the inbox.
 */
export const BulkItemState = z.enum(['waiting', 'sent', 'done', 'refused', 'skipped', 'unanswered']);
export type BulkItemState = z.infer<typeof BulkItemState>;

/** GET /api/bulk-operations?automationId=&cursor= (staff) -> page(BulkDetail), newest first */
export const BulkDetail = z
  .strictObject({
    id: Id,
    /** An order to many, or the pause of an automation, or its end. */
    purpose: z.enum(['order', 'pause', 'resume']),
    order: RunOrder,
    target: BulkTarget,
    automationId: Id.nullable(),
    automationName: z.string().nullable(),
    state: BulkState,
    /** Null while it is still being chosen whom it is about. */
    total: z.number().int().nullable(),
    items: z.record(BulkItemState, z.number().int()),
    ratePerSecond: z.number().int(),
    requestedBy: z.string().nullable(),
    reason: z.string(),
    createdAt: Timestamp,
    endedAt: Timestamp.nullable(),
  })
  .meta({ id: 'BulkDetail' });
export type BulkDetail = z.infer<typeof BulkDetail>;

/** GET /api/bulk-operations/:id/items?state=&cursor= -> page(BulkItem), in order; /result.csv and /result.json: all of them */
export const BulkItem = z
  .strictObject({
    seq: z.number().int(),
    runId: Id.nullable(),
    who: z.string(),
    /** Of a person; null: it is about something else. */
    email: z.string().nullable(),
    stepId: z.string().nullable(),
    where: z.string(),
    state: BulkItemState,
    detail: z.string(),
    settledAt: Timestamp.nullable(),
  })
  .meta({ id: 'BulkItem' });
export type BulkItem = z.infer<typeof BulkItem>;

/** POST /api/bulk-operations/:id/control (staff, instructors their own; Idempotency-Key) -> BulkDetail. Stopping is for good. */
export const ControlBulk = z
  .strictObject({ action: z.enum(['pause', 'resume', 'stop']), reason: Reason })
  .meta({ id: 'ControlBulk' });
export type ControlBulk = z.infer<typeof ControlBulk>;

/** POST /api/automations/:id/pause (staff; Idempotency-Key) -> 202 BulkDetail. Without `hold` the automation's own setting counts. */
export const PauseAutomation = z
  .strictObject({ hold: PauseHold.optional(), reason: Reason })
  .meta({ id: 'PauseAutomation' });
export type PauseAutomation = z.infer<typeof PauseAutomation>;

/** POST /api/automations/:id/resume/preview -> BulkPreview: what resuming would send. */
export const PreviewResume = z.strictObject(PauseEnd).meta({ id: 'PreviewResume' });
export type PreviewResume = z.infer<typeof PreviewResume>;
/** POST /api/automations/:id/resume (Idempotency-Key) -> 202 BulkDetail */
export const ResumeAutomation = z
  .strictObject({ ...PauseEnd, reason: Reason })
  .meta({ id: 'ResumeAutomation' });
export type ResumeAutomation = z.infer<typeof ResumeAutomation>;

/** GET /api/automations/:id/pause -> AutomationPause */
export const AutomationPause = z
  .strictObject({
    /** Null: it is not paused. */
    paused: z.strictObject({ hold: PauseHold, since: Timestamp, by: z.string().nullable() }).nullable(),
    settings: z.strictObject({
      hold: PauseHold,
      overdue: OverdueWay,
    }),
  })
  .meta({ id: 'AutomationPause' });
export type AutomationPause = z.infer<typeof AutomationPause>;
