import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';
import { Reason } from '../reasons.ts';

/** What kind of thing is stuck. Each is retried by its own road but shown in one list. */
export const WorkKind = z.enum(['run', 'message', 'process', 'event', 'webhook']);
export type WorkKind = z.infer<typeof WorkKind>;

/** One thing that is stuck. GET /api/work-list/:groupId/items?cursor= (ops, admin) -> page(WorkItem), the latest trouble first. */
export const WorkItem = z
  .strictObject({
    itemId: Id,
    /** Who or what it is about; of a refund also how much came back. */
    label: z.string(),
    detail: z.string(),
    runId: Id.nullable(),
    attempt: z.number().int(),
    since: Timestamp,
  })
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof WorkItem>;

/** GET /api/work-list (ops, admin) -> WorkList: everything retrying, blocked or undelivered, grouped by cause. */
export const WorkGroup = z.strictObject({
  /** Stable for a cause; retry all of it with POST /api/work-list/:groupId/retry. */
  groupId: z.string(),
  kind: WorkKind,
  /** `late`: done after its step had been left; `returned`: the bank sent a refund back. Both are noted, not retried. */
  state: z.enum(['retrying', 'blocked', 'undelivered', 'unknown', 'late', 'returned']),
  /** `area.problem`. */
  cause: z.string(),
  /** The cause in plain words and what to do. */
  title: z.string(),
  count: z.number().int(),
  firstAt: Timestamp,
  lastAt: Timestamp,
  nextAttemptAt: Timestamp.nullable(),
  /** The latest five. */
  samples: z.array(WorkItem),
});
export type WorkGroup = z.infer<typeof WorkGroup>;

export const WorkList = z
  .strictObject({
    groups: z.array(WorkGroup),
    /** What the sweep had to mend in the last 24 h; normally 0. */
    mended: z.number().int(),
    parts: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    conserved: z.boolean(),
    /** The nightly count of every step and version; null: there was none yet. */
    numbersChecked: z
      .strictObject({
        at: Timestamp,
        steps: z.number().int(),
        /** Steps whose numbers did not add up; normally 0. */
        wrong: z.number().int(),
        /** What the sweep had mended in the day before. */
        mended: z.number().int(),
        /** The first entry of the audit log that is not what was written; null: all are. */
        auditBrokenAt: z.number().int().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'WorkList' });
export type WorkList = z.infer<typeof WorkList>;

/** POST /api/work-list/:groupId/retry (Idempotency-Key) -> 202 RetryAnswer. Without `itemIds`: all of the group. */
export const RetryWork = z
  .strictObject({
    itemIds: z.array(Id).max(1_000).optional(),
    reason: Reason,
  })
  .meta({ id: 'RetryWork' });
export type RetryWork = z.infer<typeof RetryWork>;
export const RetryAnswer = z
  .strictObject({ retried: z.number().int(), notice: z.string() })
  .meta({ id: 'RetryAnswer' });
export type RetryAnswer = z.infer<typeof RetryAnswer>;

/**
 * POST /api/work-list/:groupId/note (Idempotency-Key) -> NoteAnswer: what came late or came back has been seen to and leaves the list.
 * Without `itemIds`: all of the group.
 */
export const NoteWork = RetryWork.meta({ id: 'NoteWork' });
export type NoteWork = z.infer<typeof NoteWork>;
export const NoteAnswer = z
  .strictObject({ noted: z.number().int(), notice: z.string() })
  .meta({ id: 'NoteAnswer' });
export type NoteAnswer = z.infer<typeof NoteAnswer>;

/** GET /api/people?search= (staff) -> page(PersonSummary) */
export const PersonSummary = z
  .strictObject({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: z.string(),
    simulated: z.boolean(),
    createdAt: Timestamp,
    enrollments: z.array(
      z.strictObject({
        id: Id,
        courseTitle: z.string(),
        state: z.string(),
        progress: z.number(),
        runId: Id.nullable(),
      }),
    ),
    messages: z.array(
      z.strictObject({
        id: Id,
        subject: z.string(),
        state: z.string(),
        at: Timestamp,
        lastError: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'PersonSummary' });
export type PersonSummary = z.infer<typeof PersonSummary>;

/** GET /api/audit-log/chain (ops, admin) -> AuditChain: every link of the audit log, worked out anew. */
export const AuditChain = z
  .strictObject({
    /** Entries that are chained, and those that came a moment ago and are not yet. */
    entries: z.number().int(),
    waiting: z.number().int(),
    /** The newest link, 64 hex digits; null: nothing is chained yet. */
    head: z.string().length(64).nullable(),
    /** The first place at which an entry is not what was written, or is missing; null: the chain is whole. */
    brokenAt: z.number().int().nullable(),
  })
  .meta({ id: 'AuditChain' });
export type AuditChain = z.infer<typeof AuditChain>;

/** GET /api/audit-log?cursor= (ops, admin) -> page(AuditEntry) */
export const AuditEntry = z
  .strictObject({
    id: Id,
    at: Timestamp,
    actor: z.string(),
    action: z.string(),
    /** Its kind and its id. */
    subject: z.string(),
    /** What people call it; null: it has no name, or is no more. */
    name: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
