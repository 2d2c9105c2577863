import { randomUUID } from 'node:crypto';
import type { BulkFilter, BulkItemState, RunOrder } from '@gradus/contracts';
import { chooseRuns, openBulkOperation } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import { type School, until } from './school.ts';

export interface Bulk {
  operationId: string;
  processId: string;
  total: number;
}

/** Opens a bulk operation on runs, as the API would, and rings it. */
export async function startBulk(
  school: School,
  order: RunOrder,
  filter: BulkFilter,
  ratePerSecond = 100,
): Promise<Bulk> {
  const operation = {
    organizationId: school.organizationId,
    automationId: null,
    purpose: 'order' as const,
    order,
    target: { kind: 'runs' as const, filter },
    ratePerSecond,
    occasion: randomUUID(),
    requestedBy: null,
    reason: 'test',
  };
  const opened = await school.dataSource.transaction(async (manager) => {
    const { operationId, processId } = await openBulkOperation(manager, operation);
    return { operationId, processId, total: await chooseRuns(manager, operationId, operation) };
  });
  await school.parts.parts.bells.ring(processBell('performBulkOperation', opened.processId));
  return opened;
}

/** Pauses, resumes or stops it, as the API would. */
export async function controlBulk(
  school: School,
  bulk: Bulk,
  state: 'open' | 'paused' | 'stopped',
): Promise<void> {
  await school.dataSource.query('UPDATE bulk_operations SET state = $2 WHERE id = $1', [
    bulk.operationId,
    state,
  ]);
  await school.parts.parts.bells.ring(processBell('performBulkOperation', bulk.processId));
}

export interface BulkResult {
  state: string;
  over: boolean;
  items: Array<{ run_id: string; state: BulkItemState; detail: string; sent_at: Date | null }>;
}

/** Where it stands, item by item. */
export async function bulkResult(school: School, { operationId }: Bulk): Promise<BulkResult> {
  const [row] = await school.dataSource.query<[{ state: string; over: boolean }]>(
    'SELECT state, ended_at IS NOT NULL AS over FROM bulk_operations WHERE id = $1',
    [operationId],
  );
  const items = await school.dataSource.query<BulkResult['items']>(
    'SELECT run_id, state, detail, sent_at FROM bulk_items WHERE operation_id = $1 ORDER BY seq',
    [operationId],
  );
  return { ...row, items };
}

/** The same, once it has ended. */
export function endOfBulk(school: School, bulk: Bulk, seconds = 60): Promise<BulkResult> {
  const ended = async () => {
    const result = await bulkResult(school, bulk);
    return result.over ? result : null;
  };
  return until(ended, seconds, 'the operation to end');
}
