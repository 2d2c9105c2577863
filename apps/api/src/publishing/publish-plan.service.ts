import { Injectable } from '@nestjs/common';
import type { PlanPublish, PlannedStep, PublishPlan } from '@gradus/contracts';
import { Plans, plansInside } from '@gradus/database';
import {
  type Definition,
  type MigrationPlan,
  type Plan,
  checkMigration,
  diffDefinitions,
  migrationQuestions,
  sayDiff,
  upgradeDefinition,
} from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { DraftOutdatedError, DrawingInvalidError } from '../automations/automation-errors.ts';
import { DraftsService } from '../automations/drafts.service.ts';
import { shownProblems } from '../automations/shown-problems.ts';
import { DryRun } from './dry-run.ts';
import { type PlaceCount, RunsInside } from './runs-inside.ts';

/** After so long no more runs are tried: what is answered is about those that were. */
const TRY_FOR_MS = 4_000;
const NOBODY: MigrationPlan & { onlyRunIds?: string[] } = { scope: 'newOnly', steps: {}, spreadMinutes: 0 };

/** What publishing the draft would do to the people inside, worked out by the engine on their own runs. */
@Injectable()
export class PublishPlanService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly drafts: DraftsService,
    private readonly plans: Plans,
    private readonly runs: RunsInside,
  ) {}

  /** @throws DraftOutdatedError, DrawingInvalidError */
  async plan(caller: Caller, automationId: string, request: PlanPublish): Promise<PublishPlan> {
    const { row, compiled, catalogue } = await this.drafts.compiled(caller, automationId);
    if (row.draft_revision !== request.revision) throw new DraftOutdatedError(row.draft_revision);
    if (!compiled.ok)
      throw new DrawingInvalidError(
        'The draft has problems. Solve them first.',
        shownProblems(compiled.problems, row, catalogue),
      );
    const { organizationId } = caller;
    const { onlyRunIds = null, ...decided } = request.people ?? NOBODY;
    const migration: MigrationPlan = decided;
    const { scope } = migration;
    const live = row.live_definition === null ? null : upgradeDefinition(row.live_definition);
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const inside = { organizationId, automationId, onlyRunIds };
      const froms = await plansInside(manager, this.plans, inside);
      const places = await this.runs.places(manager, inside);
      const ids = await this.runs.ids(manager, inside);
      return {
        revision: row.draft_revision,
        liveVersionId: row.live_version_id,
        changes: saidChanges(live, row.draft_definition),
        problems: checkMigration(migration, froms, compiled.plan),
        inside: await this.runs.count(manager, inside),
        concerned: scope === 'newOnly' ? 0 : ids.length,
        steps: plannedSteps(froms, compiled.plan, migration, places),
        ...(await this.#tryOn(manager, organizationId, scope === 'newOnly' ? [] : ids, {
          to: compiled.plan,
          migration,
          numbers: new Map(places.map(({ versionId, number }) => [versionId, number])),
        })),
      };
    });
  }

  async #tryOn(
    manager: EntityManager,
    organizationId: string,
    ids: string[],
    { to, migration, numbers }: { to: Plan; migration: MigrationPlan; numbers: ReadonlyMap<string, number> },
  ) {
    const trial = new DryRun(to, migration, numbers);
    const until = Date.now() + TRY_FOR_MS;
    for await (const run of this.runs.read(manager, organizationId, ids)) {
      trial.tryOn(run);
      if (Date.now() >= until) break;
    }
    return trial.result();
  }
}

function saidChanges(live: Definition | null, draft: Definition): PublishPlan['changes'] {
  return live === null ? [] : sayDiff(diffDefinitions(live, draft), live, draft);
}

/** Every step that changes, and every other at which somebody is. */
function plannedSteps(
  froms: Plan[],
  to: Plan,
  { scope }: MigrationPlan,
  places: PlaceCount[],
): PlannedStep[] {
  return migrationQuestions(froms, to, scope).flatMap(({ kind: _kind, ...question }) => {
    const here = places.filter(({ stepId }) => stepId === question.stepId);
    if (question.fate === 'same' && here.length === 0) return [];
    return [
      {
        ...question,
        here: here.reduce((sum, place) => sum + place.here, 0),
        versions: here.map(({ number, here: people }) => ({ number, here: people })),
      },
    ];
  });
}
