import { Injectable } from '@nestjs/common';
import type { ExplorationReport, SimulateAutomation, SimulationReport } from '@gradus/contracts';
import { scenarioOfScript, scriptOfScenario, simulate, timelineOf, visitLinesOf } from '@gradus/flow';
import type { Caller } from '../access/caller.ts';
import { EngineThreads } from './threads/engine-threads.ts';
import { TriedDrawingsService } from './tried-drawings.service.ts';

/** A run that is still open then is shown as it stands. */
const HORIZON_DAYS = 400;

/** A tenth of a millisecond is as exact as anybody wants to know it. */
export const milliseconds = (since: number) => Math.round((performance.now() - since) * 10) / 10;

/** What would happen to learners whom nobody has sent into a drawing yet. */
@Injectable()
export class ForesightService {
  constructor(
    private readonly drawings: TriedDrawingsService,
    private readonly threads: EngineThreads,
  ) {}

  /** One imagined learner, in the engine that moves the live runs. @throws DrawingInvalidError */
  async simulate(
    caller: Caller,
    automationId: string,
    { versionId, ...script }: SimulateAutomation,
  ): Promise<SimulationReport> {
    const { plan, course } = await this.drawings.read(caller, automationId, versionId);
    const began = performance.now();
    const setting = { course, now: Date.now(), horizonDays: HORIZON_DAYS };
    const scenario = scenarioOfScript(script, plan, setting);
    const { entries, visits, state } = simulate(plan, scenario);
    return {
      tookMs: milliseconds(began),
      entries: timelineOf(entries),
      visits: visitLinesOf(visits),
      zone: scenario.learnerZone,
      outcome: state.finished?.outcome ?? null,
      standingAt: state.tokens.map(({ stepId }) => stepId),
    };
  }

  /** Every way that the drawing can tell apart, looking for what goes wrong. @throws DrawingInvalidError, EngineBusyError */
  async explore(caller: Caller, automationId: string): Promise<ExplorationReport> {
    const { plan, course } = await this.drawings.read(caller, automationId);
    const began = performance.now();
    const options = { course, enrolledAt: nextHour(Date.now()) };
    const { findings, ways, complete, unreached } = await this.threads.run('examine', { plan, options });
    return {
      findings: findings.map(({ at, script, timeline, ...finding }) => ({
        ...finding,
        at: new Date(at).toISOString(),
        script: scriptOfScenario(script),
        timeline: timelineOf(timeline),
      })),
      ways,
      complete,
      unreached,
      tookMs: milliseconds(began),
    };
  }
}

const HOUR = 3_600_000;
const nextHour = (now: number) => Math.ceil(now / HOUR) * HOUR;
