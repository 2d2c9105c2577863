import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

const StaffRole = z.enum(['instructor', 'ops', 'admin']);

export const TaskDecision = z.enum(['approved', 'rejected', 'done', 'notDone', 'acknowledged']);
export type TaskDecision = z.infer<typeof TaskDecision>;

/**
 * GET /api/tasks?whose=mine|role|all&state=open|closed&kind=…&cursor=… (staff) -> page(TaskItem), those due first and then the
 * newest; closed ones newest first. GET /api/tasks/:id -> TaskItem. Live: topic `tasks`.
 */
export const TaskItem = z
  .strictObject({
    id: Id,
    kind: z.enum(['approval', 'todo', 'alert']),
    title: z.string(),
    details: z.string().nullable(),
    /** A generated text that is to be read before anybody gets it; null: it is about none. */
    draft: z.string().nullable(),
    /** Whom it is about. */
    learner: z.strictObject({ id: Id, name: z.string() }),
    courseTitle: z.string().nullable(),
    automationName: z.string(),
    runId: Id,
    /** One of both. */
    assignee: z.strictObject({ id: Id, name: z.string() }).nullable(),
    role: StaffRole.nullable(),
    /** The learner waits for it. */
    holds: z.boolean(),
    dueAt: Timestamp.nullable(),
    /** The run is paused, so it is not due meanwhile. */
    paused: z.boolean(),
    openedAt: Timestamp,
    state: z.enum(['open', 'decided', 'overdue', 'withdrawn']),
    decision: TaskDecision.nullable(),
    comment: z.string().nullable(),
    decidedBy: z.string().nullable(),
    closedAt: Timestamp.nullable(),
    simulated: z.boolean(),
    /** What the caller may decide about it now; empty: nothing. */
    mayDecide: z.array(TaskDecision),
  })
  .meta({ id: 'TaskItem' });
export type TaskItem = z.infer<typeof TaskItem>;

/** GET /api/tasks/count (staff) -> TaskCount: what is open and the caller's to see to. */
export const TaskCount = z
  .strictObject({ mine: z.number().int(), role: z.number().int() })
  .meta({ id: 'TaskCount' });
export type TaskCount = z.infer<typeof TaskCount>;

/** POST /api/tasks/:id/decision (staff, `Idempotency-Key`) -> TaskItem. The first decision counts. */
export const DecideTask = z
  .strictObject({
    decision: TaskDecision,
    comment: z.string().trim().max(2_000).optional(),
    /** The draft as it is to go out; left out: as it is. Only with `approved`. */
    text: z.string().trim().min(1).max(6_000).optional(),
  })
  .meta({ id: 'DecideTask' });
export type DecideTask = z.infer<typeof DecideTask>;

/** POST /api/tasks/:id/delegation (staff, `Idempotency-Key`) -> TaskItem: somebody else sees to it. */
export const DelegateTask = z
  .strictObject({ to: Id, reason: z.string().trim().max(500).optional() })
  .meta({ id: 'DelegateTask' });
export type DelegateTask = z.infer<typeof DelegateTask>;

/** GET /api/staff (staff) -> StaffList: who can be asked. */
export const StaffList = z
  .strictObject({ people: z.array(z.strictObject({ id: Id, name: z.string(), role: StaffRole })) })
  .meta({ id: 'StaffList' });
export type StaffList = z.infer<typeof StaffList>;
