import type { BulkTarget, RunOrder } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import { openProcess } from '../running/open-process.ts';
import { chosenRuns } from './chosen-runs.ts';

export interface NewBulkOperation {
  organizationId: string;
  automationId: string | null;
  purpose: 'order' | 'pause' | 'resume';
  order: RunOrder;
  target: BulkTarget;
  ratePerSecond: number;
  /** The same occasion is the same operation. At most 120 signs. */
  occasion: string;
  requestedBy: string | null;
  reason: string;
}

export interface OpenedBulkOperation {
  operationId: string;
  processId: string;
  /** This occasion had none before. */
  fresh: boolean;
}

/**
 * Writes a bulk operation and its process, in the caller's transaction; after the commit ring the process
 * (`performBulkOperation`). Whom it is about is written with {@link chooseRuns}, here or by the process.
 */
export async function openBulkOperation(
  manager: EntityManager,
  operation: NewBulkOperation,
): Promise<OpenedBulkOperation> {
  const [added] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO bulk_operations (organization_id, automation_id, purpose, given, target, rate_per_second, occasion,
                                  requested_by, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (organization_id, occasion) DO NOTHING RETURNING id`,
    [
      operation.organizationId,
      operation.automationId,
      operation.purpose,
      operation.order,
      operation.target,
      operation.ratePerSecond,
      operation.occasion,
      operation.requestedBy,
      operation.reason,
    ],
  );
  const operationId = added?.id ?? (await knownOperation(manager, operation));
  const processId = await openProcess(manager, {
    organizationId: operation.organizationId,
    kind: 'performBulkOperation',
    subjectId: operationId,
    simulated: false,
  });
  return { operationId, processId, fresh: added !== undefined };
}

async function knownOperation(
  manager: EntityManager,
  { organizationId, occasion }: NewBulkOperation,
): Promise<string> {
  const [row] = await manager.query<[{ id: string }]>(
    'SELECT id FROM bulk_operations WHERE organization_id = $1 AND occasion = $2',
    [organizationId, occasion],
  );
  return row.id;
}

/** Settles whom an operation on runs is about: who qualifies later is not in it. Answers how many they are. */
export async function chooseRuns(
  manager: EntityManager,
  operationId: string,
  operation: Pick<NewBulkOperation, 'organizationId' | 'purpose' | 'order' | 'target'>,
): Promise<number> {
  if (operation.target.kind !== 'runs') return 0;
  const { filter } = operation.target;
  const pausedBy = operation.purpose === 'resume' ? 'automation' : undefined;
  const { sql, parameters } = chosenRuns(operation.organizationId, filter, operation.order, pausedBy);
  const operationPlace = `$${parameters.length + 1}::uuid`;
  const [rows] = await manager.query<[Array<{ chosen: number }>, number]>(
    `WITH chosen AS (
       INSERT INTO bulk_items (operation_id, seq, organization_id, kind, subject_id, run_id, step_id, visit, seen_deadline)
       SELECT ${operationPlace}, row_number() OVER (ORDER BY c.since, c.run_id, c.step_id, c.visit), $1, 'run',
              c.run_id, c.run_id, c.step_id, c.visit, c.seen_deadline FROM (${sql}) AS c RETURNING 1)
     UPDATE bulk_operations SET chosen_at = clock_timestamp() WHERE id = ${operationPlace}
     RETURNING (SELECT count(*)::int FROM chosen) AS chosen`,
    [...parameters, operationId],
  );
  return rows[0]?.chosen ?? 0;
}
