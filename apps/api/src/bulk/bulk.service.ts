import { Injectable } from '@nestjs/common';
import type { BulkDetail, BulkTarget, ControlBulk, StartBulk } from '@gradus/contracts';
import { chooseRuns, openBulkOperation, wakeProcess } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { mayControlMany, mayOrderMany } from '../access/orders-to-many.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { occasionOf } from '../idempotency/senders-key.ts';
import { readGroupId } from '../operations/work-list.service.ts';
import { WorkItemsQueries } from '../operations/work-items.queries.ts';
import { BulkEndedError, BulkGrownError, BulkOrderNotForWorkError } from './bulk-errors.ts';
import { BulkQueries } from './bulk.queries.ts';

/** Two operators at once learn of each other: in the work list, and where the people of the automation are listed. */
function topicsOf(organizationId: string, { id, automationId }: BulkDetail): string[] {
  const touched = [topics.bulk(id), topics.work(organizationId)];
  return automationId === null ? touched : [...touched, topics.automation(automationId)];
}

/** One order to many: written with everybody it is about, then carried out by its process. */
@Injectable()
export class BulkService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: BulkQueries,
    private readonly items: WorkItemsQueries,
    private readonly announcer: Announcer,
  ) {}

  /**
   * @param key the request's Idempotency-Key: the same one is the same operation
   * @throws BulkGrownError, BulkOrderNotForWorkError, OrderNotForInstructorsError
   */
  async start(caller: Caller, request: StartBulk, key: string): Promise<BulkDetail> {
    const { organizationId, userId } = caller;
    const { target, order, ratePerSecond, reason } = request;
    if (target.kind === 'work' && order.name !== 'retry') throw new BulkOrderNotForWorkError();
    const opened = await this.dataSource.transaction(async (manager) => {
      await mayOrderMany(manager, caller, target, order);
      const operation = {
        organizationId,
        automationId: target.kind === 'runs' ? (target.filter.automationId ?? null) : null,
        purpose: 'order' as const,
        order,
        target,
        ratePerSecond,
        occasion: occasionOf(caller, key),
        requestedBy: userId,
        reason,
      };
      const made = await openBulkOperation(manager, operation);
      if (!made.fresh) return made;
      const total =
        target.kind === 'runs'
          ? await chooseRuns(manager, made.operationId, operation)
          : await this.#chooseWork(manager, organizationId, made.operationId, target);
      if (request.expected !== undefined && total > request.expected)
        throw new BulkGrownError(total, request.expected);
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: `bulk.${order.name}`,
        subjectKind: 'bulk-operation',
        subjectId: made.operationId,
        reason,
        data: { order, target, total, ratePerSecond },
      });
      return made;
    });
    const detail = await this.queries.detail(organizationId, opened.operationId);
    await this.announcer.announce(
      topicsOf(organizationId, detail),
      processBell('performBulkOperation', opened.processId),
    );
    return detail;
  }

  /** @throws BulkEndedError, OrderNotForInstructorsError */
  async control(caller: Caller, id: string, { action, reason }: ControlBulk): Promise<BulkDetail> {
    const { organizationId, userId } = caller;
    await this.queries.detail(organizationId, id);
    await mayControlMany(this.dataSource.manager, caller, id);
    const state = ({ pause: 'paused', resume: 'open', stop: 'stopped' } as const)[action];
    const processId = await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE bulk_operations SET state = $3 WHERE id = $1 AND organization_id = $2 AND state IN ('open', 'paused')
         RETURNING id`,
        [id, organizationId, state],
      );
      if (rows.length === 0) throw new BulkEndedError();
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: `bulk.${state === 'open' ? 'resumed' : state}`,
        subjectKind: 'bulk-operation',
        subjectId: id,
        reason,
      });
      return wakeProcess(manager, 'performBulkOperation', id);
    });
    const detail = await this.queries.detail(organizationId, id);
    await this.announcer.announce(
      topicsOf(organizationId, detail),
      processBell('performBulkOperation', processId!),
    );
    return detail;
  }

  /** Everything a group of the work list holds now, or what of it was named. */
  async #chooseWork(
    manager: EntityManager,
    organizationId: string,
    operationId: string,
    { groupId, itemIds }: Extract<BulkTarget, { kind: 'work' }>,
  ): Promise<number> {
    const group = readGroupId(groupId);
    const ids = await this.items.items(manager, organizationId, group, itemIds);
    const blockedRuns = group.kind === 'run' && group.state === 'blocked';
    const source = blockedRuns
      ? `SELECT 'run' AS kind, s.run_id AS subject_id, s.run_id, s.step_id, s.visit FROM step_runs s
          WHERE s.organization_id = $1 AND s.id = ANY($3::uuid[])`
      : `SELECT CASE WHEN e.id IS NOT NULL THEN 'effect' ELSE $4 END AS kind, w.id AS subject_id, e.run_id,
                NULL::text AS step_id, NULL::int AS visit
           FROM unnest($3::uuid[]) AS w(id) LEFT JOIN effects e ON e.id = w.id AND e.organization_id = $1`;
    const parameters: unknown[] = [organizationId, operationId, ids];
    if (!blockedRuns) parameters.push(group.kind);
    await manager.query(
      `INSERT INTO bulk_items (operation_id, seq, organization_id, kind, subject_id, run_id, step_id, visit)
       SELECT $2, row_number() OVER (ORDER BY subject_id), $1, kind, subject_id, run_id, step_id, visit FROM (${source}) AS w`,
      parameters,
    );
    await manager.query('UPDATE bulk_operations SET chosen_at = clock_timestamp() WHERE id = $1', [
      operationId,
    ]);
    return ids.length;
  }
}
