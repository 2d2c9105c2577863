import { z } from 'zod';
import { StepDecision } from '../api/automations.ts';
import { Id, Timestamp } from '../primitives.ts';
import { Reason } from '../reasons.ts';
import { MoveKind } from './publish-plan.ts';

/**
 * What became of one run. `planned`: its turn has not come. `sent`: it is in the run's inbox. `refused`: the run said no, with the
 * reason. `failed`: its turn could not carry it out. `skipped`: it ended before, or the migration was stopped.
 */
export const MigrationItemState = z.enum(['planned', 'sent', 'done', 'refused', 'failed', 'skipped']);
export type MigrationItemState = z.infer<typeof MigrationItemState>;

/** GET /api/automations/:id/migrations?cursor= (staff) -> page(MigrationDetail), newest first; GET /api/migrations/:id -> MigrationDetail */
export const MigrationDetail = z
  .strictObject({
    id: Id,
    automationId: Id,
    versionId: Id,
    /** Number of the version they go over to. */
    version: z.number().int(),
    scope: z.enum(['newOnly', 'nextStep', 'now']),
    steps: z.record(z.string(), StepDecision),
    spreadMinutes: z.number().int(),
    runsPerSecond: z.number().int(),
    /** Only so many were chosen by name; null: everybody inside. */
    chosen: z.number().int().nullable(),
    state: z.enum(['running', 'paused', 'stopped', 'done']),
    stoppedBecause: z.string().nullable(),
    /** Null while it is still being listed whom it is about. */
    total: z.number().int().nullable(),
    items: z.record(MigrationItemState, z.number().int()),
    requestedBy: z.string().nullable(),
    createdAt: Timestamp,
    endedAt: Timestamp.nullable(),
  })
  .meta({ id: 'MigrationDetail' });
export type MigrationDetail = z.infer<typeof MigrationDetail>;

/** GET /api/migrations/:id/items?state=&cursor= (staff) -> page(MigrationItem) */
export const MigrationItem = z
  .strictObject({
    runId: Id,
    who: z.string(),
    fromVersion: z.number().int(),
    state: MigrationItemState,
    moves: z.array(MoveKind),
    detail: z.string(),
    settledAt: Timestamp.nullable(),
  })
  .meta({ id: 'MigrationItem' });
export type MigrationItem = z.infer<typeof MigrationItem>;

/** POST /api/migrations/:id/control (staff; Idempotency-Key) -> MigrationDetail. Stopping is for good. 409 `migration.ended`. */
export const ControlMigration = z
  .strictObject({ action: z.enum(['pause', 'resume', 'stop']), reason: Reason })
  .meta({ id: 'ControlMigration' });
export type ControlMigration = z.infer<typeof ControlMigration>;
