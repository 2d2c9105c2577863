import { Injectable } from '@nestjs/common';
import { type SimulateAutomation, type SimulationReport, TimeZoneName } from '@gradus/contracts';
import { BEHAVIOURS, simulate } from '@gradus/flow';
import type { Caller } from '../access/caller.ts';
import { RequestInvalidError } from '../problems/request-errors.ts';
import { DrawingInvalidError } from './automation-errors.ts';
import { AutomationsQueries } from './automations.queries.ts';
import { DraftsService } from './drafts.service.ts';

/** A run that is still open then is shown as it stands. */
const HORIZON_DAYS = 400;

/** One imagined learner through the draft, in the engine that moves the live runs. */
@Injectable()
export class SimulationService {
  constructor(
    private readonly drafts: DraftsService,
    private readonly queries: AutomationsQueries,
  ) {}

  /** @throws DrawingInvalidError when the draft does not compile */
  async simulate(
    caller: Caller,
    automationId: string,
    { enrolledAt, learnerZone, behaviour }: SimulateAutomation,
  ): Promise<SimulationReport> {
    if (learnerZone !== undefined && !TimeZoneName.safeParse(learnerZone).success)
      throw new RequestInvalidError([{ path: 'learnerZone', message: 'is not a time zone' }]);
    const { row, catalogue, compiled } = await this.drafts.compiled(caller, automationId);
    if (!compiled.ok)
      throw new DrawingInvalidError('The drawing has problems; put them right first.', compiled.problems);
    const sizes = row.course_id
      ? await this.queries.moduleSizes(caller.organizationId, row.course_id)
      : new Map<string, { lessons: number; maxAttempts: number | null }>();
    const began = performance.now();
    const { entries } = simulate(compiled.plan, {
      enrolledAt: enrolledAt ? Date.parse(enrolledAt) : Date.now(),
      learnerZone: learnerZone ?? row.school_zone,
      schoolZone: row.school_zone,
      modules: catalogue.modules.map((module) => ({
        ...module,
        lessonCount: sizes.get(module.key)?.lessons ?? 0,
        maxAttempts: sizes.get(module.key)?.maxAttempts ?? undefined,
      })),
      behaviour: BEHAVIOURS[behaviour],
      horizonDays: HORIZON_DAYS,
    });
    return {
      tookMs: Math.round((performance.now() - began) * 10) / 10,
      entries: entries.map(({ at, kind, stepId, title, detail }) => ({
        at: new Date(at).toISOString(),
        kind,
        stepId,
        title,
        detail,
      })),
    };
  }
}
