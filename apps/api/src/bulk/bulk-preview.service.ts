import { Injectable } from '@nestjs/common';
import type { BulkPreview, BulkTarget, RunOrder } from '@gradus/contracts';
import { type ChosenRuns, chosenRuns, commandFor } from '@gradus/database';
import { type CommandPreview, previewCommand, sayEffects } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { mayOrderMany } from '../access/orders-to-many.ts';
import { readGroupId } from '../operations/work-list.service.ts';
import { WorkItemsQueries } from '../operations/work-items.queries.ts';
import { PreviewedRuns, type RunToPreview } from './previews/previewed-runs.ts';

/** Runs the engine is asked about; of more, the first so many in the order in which they would have their turn. */
const LOOKED_AT = 200;
const SAMPLES = 8;

interface Chosen {
  run_id: string;
  step_id: string | null;
  visit: number | null;
  seen_deadline: Date | null;
}

interface Looked {
  run: RunToPreview;
  where: string;
  preview: CommandPreview;
}

/** What an order to many would do, worked out by the engine on the real runs, with nothing written. */
@Injectable()
export class BulkPreviewService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: PreviewedRuns,
    private readonly items: WorkItemsQueries,
  ) {}

  read(caller: Caller, target: BulkTarget, order: RunOrder, of?: 'automation'): Promise<BulkPreview> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const { organizationId } = caller;
      if (of === undefined) await mayOrderMany(manager, caller, target, order);
      const chosen =
        target.kind === 'runs'
          ? chosenRuns(organizationId, target.filter, order, order.name === 'resume' ? of : undefined)
          : await this.#ofWork(manager, organizationId, target);
      if (Array.isArray(chosen)) return ofItems(chosen);
      return this.#look(manager, organizationId, chosen, order, of);
    });
  }

  /** Blocked runs of a group are looked at as runs; anything else is tried again by its own road. */
  async #ofWork(
    manager: EntityManager,
    organizationId: string,
    { groupId, itemIds }: Extract<BulkTarget, { kind: 'work' }>,
  ): Promise<ChosenRuns | string[]> {
    const group = readGroupId(groupId);
    const ids = await this.items.items(manager, organizationId, group, itemIds);
    if (group.kind !== 'run' || group.state !== 'blocked') return ids;
    return {
      sql: `SELECT s.run_id, s.step_id::text, s.visit, s.deadline AS seen_deadline, s.entered_at AS since FROM step_runs s
             WHERE s.organization_id = $1 AND s.id = ANY($2::uuid[])`,
      parameters: [organizationId, ids],
    };
  }

  async #look(
    manager: EntityManager,
    organizationId: string,
    { sql, parameters }: ChosenRuns,
    order: RunOrder,
    of?: 'automation',
  ): Promise<BulkPreview> {
    const [{ total }] = await manager.query<[{ total: number }]>(
      `SELECT count(*)::int AS total FROM (${sql}) AS c`,
      parameters,
    );
    const chosen = await manager.query<Chosen[]>(
      `SELECT * FROM (${sql}) AS c ORDER BY since, run_id, step_id, visit LIMIT ${LOOKED_AT}`,
      parameters,
    );
    const runs = await this.runs.read(manager, organizationId, [...new Set(chosen.map((one) => one.run_id))]);
    const byId = new Map(runs.map((run) => [run.runId, run]));
    const looked = chosen.flatMap((one): Looked[] => {
      const run = byId.get(one.run_id);
      return run === undefined ? [] : [lookAt(run, one, order, of)];
    });
    return tally(total, looked);
  }
}

function lookAt(run: RunToPreview, one: Chosen, order: RunOrder, of?: 'automation'): Looked {
  const { step_id: stepId, visit, seen_deadline: seen } = one;
  const command = commandFor(order, {
    position: stepId === null || visit === null ? null : { stepId, visit },
    reason: 'preview',
    onRunClock: (at) => run.clock.toVirtual(at),
    seen: seen === null ? null : seen.getTime(),
    ...(of === undefined ? {} : { of }),
  });
  const places = stepId === null ? run.state.tokens.map((token) => token.stepId) : [stepId];
  const where = places.map((id) => run.plan.steps[id]?.step.title ?? id).join(', ');
  return { run, where, preview: previewCommand(run, command) };
}

function tally(total: number, looked: Looked[]): BulkPreview {
  const accepted = looked.filter(({ preview }) => preview.accepted);
  const effects = new Map<string, BulkPreview['effects'][number]>();
  const opens = new Map<string, number>();
  for (const { run, preview } of accepted) {
    for (const { stepId, title, kind, when, fate } of preview.effects) {
      const name = JSON.stringify([stepId, when, fate]);
      const known = effects.get(name);
      effects.set(name, { stepId, title, kind, when, fate, count: (known?.count ?? 0) + 1 });
    }
    for (const key of preview.opens) {
      const title = run.modules.get(key) ?? key;
      opens.set(title, (opens.get(title) ?? 0) + 1);
    }
  }
  const counted = [...effects.values()];
  return {
    total,
    looked: looked.length,
    accepted: accepted.length,
    refusals: refusalsOf(looked),
    sentences: [...sayEffects(counted), ...saidEnds(accepted)],
    effects: counted,
    opens: [...opens].map(([title, count]) => ({ title, count })),
    ends: accepted.filter(({ preview }) => preview.ends !== null).length,
    samples: looked.slice(0, SAMPLES).map(({ run, where, preview }) => ({
      runId: run.runId,
      who: run.who,
      where,
      accepted: preview.accepted,
      detail: preview.detail,
    })),
  };
}

/** Whose called runs end with it. */
function saidEnds(accepted: Looked[]): string[] {
  const count = accepted.filter(({ preview }) => preview.endsCalled.length > 0).length;
  if (count === 0) return [];
  return [`For ${count} of them an automation that was called ends, too.`];
}

function refusalsOf(looked: Looked[]): BulkPreview['refusals'] {
  const counts = new Map<string, number>();
  for (const { preview } of looked)
    if (!preview.accepted) counts.set(preview.detail, (counts.get(preview.detail) ?? 0) + 1);
  return [...counts].map(([detail, count]) => ({ detail, count })).toSorted((a, b) => b.count - a.count);
}

/** Mails, processes and the like: each is tried again under the key it had. */
function ofItems(ids: string[]): BulkPreview {
  const sentences = [
    'Each is tried again now, under the key it had: what already happened does not happen twice.',
  ];
  return {
    total: ids.length,
    looked: ids.length,
    accepted: ids.length,
    refusals: [],
    sentences,
    effects: [],
    opens: [],
    ends: 0,
    samples: [],
  };
}
