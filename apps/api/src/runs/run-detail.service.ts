import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { type RunDetail, type StepVisit, runWorkflowId } from '@gradus/contracts';
import { type Definition, type Explanation, type Speech, readState, sayReason } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { type Titles, tellEvent } from './run-story.ts';
import { RunSummaries, speechAbout, summaryOf } from './run-summaries.ts';
import { runSummary } from './runs.service.ts';
import { type EffectRow, RunsQueries, type VisitRow } from './runs.queries.ts';

/** Longer stories are cut at their beginning. */
const EVENTS = 500;

/** One learner's way, drawn: every visit, what it did to the world, and why it is where it is. */
@Injectable()
export class RunDetailService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: RunsQueries,
    private readonly summaries: RunSummaries,
    private readonly config: AppConfig,
  ) {}

  /** One snapshot: visits, effects and state agree. */
  read(caller: Caller, runId: string): Promise<RunDetail> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const { organizationId } = caller;
      const run = found(await this.queries.run(manager, organizationId, runId), 'run');
      const drawing = await this.queries.drawing(manager, organizationId, run.version_id);
      const visits = await this.queries.visits(manager, organizationId, runId);
      const effects = await this.queries.effects(manager, organizationId, runId);
      const events = await this.queries.events(manager, organizationId, runId, EVENTS);
      const explanations = (await this.summaries.explanations(manager, [run])).get(run.id) ?? [];
      const titles = await moduleTitles(manager, organizationId, run.version_id);
      const beside = await this.queries.beside(manager, organizationId, runId);
      const stepTitles = new Map(visits.map((visit) => [visit.step_id, visit.title ?? undefined]));
      const names: Titles = { module: (key) => titles.get(key) ?? key, step: (id) => stepTitles.get(id) };
      // As the dates of the page: on the learner's own clock.
      const speech = speechAbout(run, run.learner_zone);
      return {
        ...runSummary(run, summaryOf(run, explanations, run.learner_zone)),
        organizationZone: run.school_zone,
        learnerZone: run.learner_zone,
        speed: run.speed,
        virtualNow: new Date(speech.now).toISOString(),
        versionId: run.version_id,
        ...drawing,
        visits: visits.map((visit) =>
          visitView(visit, drawing.definition, { explanations, effects, speech }),
        ),
        events: events.map((event) => ({
          seq: event.seq,
          type: event.type,
          stepId: event.step_id,
          at: event.at.toISOString(),
          text: tellEvent(event, drawing.definition, names),
        })),
        variables: readState(run.id, run).vars,
        ...beside,
        temporalUrl: this.#temporalUrl(runId),
      };
    });
  }

  #temporalUrl(runId: string): string | null {
    const { temporalUiUrl } = this.config.demo;
    if (!temporalUiUrl) return null;
    const workflow = encodeURIComponent(runWorkflowId(runId));
    return `${temporalUiUrl}/namespaces/${this.config.temporal.namespace}/workflows/${workflow}`;
  }
}

function visitView(
  visit: VisitRow,
  definition: Definition,
  { explanations, effects, speech }: { explanations: Explanation[]; effects: EffectRow[]; speech: Speech },
): StepVisit {
  const reasons = explanations.filter(
    (explanation) => explanation.stepId === visit.step_id && explanation.visit === visit.visit,
  );
  return {
    stepId: visit.step_id,
    title: visit.title ?? definition.steps[visit.step_id]?.title ?? visit.step_id,
    version: visit.version_number,
    visit: visit.visit,
    state: visit.state,
    port: visit.port,
    enteredAt: visit.entered_at.toISOString(),
    leftAt: visit.left_at?.toISOString() ?? null,
    deadline: visit.deadline?.toISOString() ?? null,
    problem: visit.problem_code
      ? { code: visit.problem_code, detail: visit.problem_detail ?? 'No more is known.' }
      : null,
    because: reasons
      .flatMap((explanation) => explanation.reasons)
      .map((reason) => ({ code: reason.code, text: sayReason(reason, speech) })),
    effects: effects
      .filter(({ step_id, visit: number }) => step_id === visit.step_id && number === visit.visit)
      .map((effect) => ({
        key: effect.key,
        kind: effect.kind,
        state: effect.state,
        attempt: effect.attempt,
        try: effect.try,
        nextAttemptAt: effect.next_attempt_at?.toISOString() ?? null,
        lastError: effect.problem_detail,
        output: outputOf(effect.output),
      })),
  };
}

/** Small values alone, those last that the steps behind may know of: nothing that is big or has other parts is shown. */
function outputOf(output: EffectRow['output']): Array<{ name: string; value: string }> {
  const { result, ...own } = output ?? {};
  return Object.entries({ ...own, ...(result as object | undefined), ...own }).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [{ name, value: String(value).slice(0, 300) }]
      : [],
  );
}

async function moduleTitles(
  manager: EntityManager,
  organizationId: string,
  versionId: string,
): Promise<Map<string, string>> {
  const rows = await manager.query<Array<{ key: string; title: string }>>(
    `SELECT m ->> 'key' AS key, m ->> 'title' AS title
       FROM automation_versions v CROSS JOIN LATERAL jsonb_array_elements(v.catalogue -> 'modules') m
      WHERE v.id = $2 AND v.organization_id = $1`,
    [organizationId, versionId],
  );
  return new Map(rows.map(({ key, title }) => [key, title]));
}
