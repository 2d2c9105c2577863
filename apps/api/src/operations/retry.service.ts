import { Injectable } from '@nestjs/common';
import { type RetryAnswer, type RetryWork, processWorkflowId, runWorkflowId } from '@gradus/contracts';
import {
  type EffectRef,
  effectsNow,
  eventsNow,
  messagesNow,
  ordersOfWebhooks,
  reopenProcesses,
} from '@gradus/database';
import { topics } from '@gradus/events';
import { type BellTarget, Bells, Client, processBell, retryActivityNow, runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { Announcer } from '../announcing/announcer.ts';
import { doneBefore, recordAudit, requestEntry } from '../audit/record-audit.ts';
import { commandKey, queueCommand } from '../runs/commands.service.ts';
import { type GroupName, WorkItemsQueries } from './work-items.queries.ts';
import { WorkNotRetryableError } from './work-errors.ts';
import { readGroupId } from './work-list.service.ts';

/** Workflows rung at once; the rows are written already, so nobody waits for the bells. */
const AT_ONCE = 25;

interface Retried {
  count: number;
  rings: BellTarget[];
  /** Attempts in a pause that Temporal is asked to cut short. */
  paused: EffectRef[];
}

type Write = (
  manager: EntityManager,
  about: { caller: Caller; itemIds: string[]; key: string },
) => Promise<Retried>;

/** Retrying one or ten thousand: each kind by its own road, all in one transaction, the bells after it. */
@Injectable()
export class RetryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly items: WorkItemsQueries,
    private readonly bells: Bells,
    private readonly temporal: Client,
    private readonly announcer: Announcer,
  ) {}

  /** @param key the request's Idempotency-Key: sent again it is answered as before. Where nothing was left to retry nothing is told. */
  async retry(caller: Caller, groupId: string, request: RetryWork, key: string): Promise<RetryAnswer> {
    const { organizationId } = caller;
    const group = readGroupId(groupId);
    const about = {
      action: `work.retry-${group.kind}`,
      subjectKind: 'work-group',
      subjectId: groupId,
    } as const;
    const entry = requestEntry(caller, key, about);
    const retried = await this.dataSource.transaction(async (manager) => {
      const before = await doneBefore(manager, entry);
      if (before !== null) return { count: Number(before['count']), rings: [], paused: [] };
      const itemIds = await this.items.items(manager, organizationId, group, request.itemIds);
      const done = await this.#roadOf(group)(manager, { caller, itemIds, key });
      if (done.count > 0)
        await recordAudit(manager, {
          ...entry,
          reason: request.reason,
          data: { count: done.count, itemIds: itemIds.slice(0, 100) },
        });
      return done;
    });
    await this.announcer.announce([topics.work(organizationId), topics.outbox]);
    this.announcer.afterwards(this.#wake(retried));
    return { retried: retried.count, notice: noticeOf(retried.count) };
  }

  #roadOf({ kind, state }: GroupName): Write {
    if (state === 'late' || state === 'returned' || (kind === 'run' && state === 'unknown'))
      throw new WorkNotRetryableError();
    if (kind === 'message') return this.#messages;
    if (kind === 'event') return this.#events;
    if (kind === 'webhook') return this.#webhooks;
    if (state !== 'blocked') return this.#effects;
    return kind === 'run' ? this.#runs : this.#processes;
  }

  readonly #runs: Write = async (manager, { caller, itemIds, key }) => {
    const visits = await blockedVisits(manager, caller.organizationId, itemIds);
    for (const { id, run_id: runId, step_id: stepId, visit } of visits)
      await queueCommand(manager, {
        organizationId: caller.organizationId,
        runId,
        key: commandKey(`retry:${id}`, key),
        command: { name: 'retry', stepId, visit },
        by: caller.userId,
      });
    return { count: visits.length, rings: visits.map((visit) => runBell(visit.run_id)), paused: [] };
  };

  readonly #processes: Write = async (manager, { caller, itemIds }) => {
    const reopened = await reopenProcesses(manager, caller.organizationId, itemIds);
    return {
      count: reopened.length,
      rings: reopened.map(({ kind, id }) => processBell(kind, id)),
      paused: [],
    };
  };

  readonly #effects: Write = async (manager, { caller, itemIds }) => {
    const effects = await effectsNow(manager, caller.organizationId, itemIds);
    const rings = effects.flatMap(({ run_id: runId, process_id: processId, kind }) =>
      processId && kind ? [processBell(kind, processId)] : runId ? [runBell(runId)] : [],
    );
    return { count: effects.length, rings, paused: effects };
  };

  readonly #messages: Write = async (manager, { caller, itemIds }) => ({
    count: await messagesNow(manager, caller.organizationId, itemIds),
    rings: [],
    paused: [],
  });

  readonly #events: Write = async (manager, { caller, itemIds }) => ({
    count: await eventsNow(manager, caller.organizationId, itemIds),
    rings: [],
    paused: [],
  });

  readonly #webhooks: Write = async (manager, { caller, itemIds }) => {
    const processes = await ordersOfWebhooks(manager, caller.organizationId, itemIds);
    return {
      count: itemIds.length,
      rings: processes.map(({ kind, id }) => processBell(kind, id)),
      paused: [],
    };
  };

  async #wake({ rings, paused }: Retried): Promise<void> {
    for (let from = 0; from < paused.length; from += AT_ONCE)
      await Promise.all(paused.slice(from, from + AT_ONCE).map((effect) => this.#cutPause(effect)));
    for (let from = 0; from < rings.length; from += AT_ONCE)
      await this.bells.tryRing(...rings.slice(from, from + AT_ONCE));
  }

  /** The activity's id is the ledger key. */
  #cutPause({ key, run_id: runId, process_id: processId, kind }: EffectRef): Promise<boolean> {
    const workflowId = processId && kind ? processWorkflowId(kind, processId) : runWorkflowId(runId ?? '');
    return retryActivityNow(this.temporal, { workflowId, activityId: key });
  }
}

function noticeOf(count: number): string {
  if (count === 0) return 'Nothing was left to retry: it has moved on by itself.';
  return count === 1 ? 'One is being retried.' : `${count} are being retried.`;
}

function blockedVisits(
  manager: EntityManager,
  organizationId: string,
  stepRunIds: string[],
): Promise<Array<{ id: string; run_id: string; step_id: string; visit: number }>> {
  return manager.query(
    `SELECT id, run_id, step_id, visit FROM step_runs
      WHERE organization_id = $1 AND id = ANY($2) AND state = 'blocked'`,
    [organizationId, stepRunIds],
  );
}
