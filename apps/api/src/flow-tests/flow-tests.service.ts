import { Injectable } from '@nestjs/common';
import type { FlowTest, FlowTestList, FlowTestResult, FlowTestRun, WriteFlowTest } from '@gradus/contracts';
import { timelineOf, visitLinesOf } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { AutomationsQueries } from '../automations/automations.queries.ts';
import { requireAutomation } from '../automations/require-automation.ts';
import { milliseconds } from '../foresight/foresight.service.ts';
import { EngineThreads } from '../foresight/threads/engine-threads.ts';
import { type TriedDrawing, TriedDrawingsService } from '../foresight/tried-drawings.service.ts';
import { FlowTestsFullError } from './flow-test-errors.ts';
import { FlowTestsQueries } from './flow-tests.queries.ts';

const MOST = 100;

/** What an author expects of a drawing, and whether it comes about. */
@Injectable()
export class FlowTestsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly automations: AutomationsQueries,
    private readonly queries: FlowTestsQueries,
    private readonly drawings: TriedDrawingsService,
    private readonly threads: EngineThreads,
  ) {}

  async list({ organizationId }: Caller, automationId: string, versionId?: string): Promise<FlowTestList> {
    await requireAutomation(this.dataSource.manager, organizationId, automationId);
    return { items: await this.queries.list(organizationId, automationId, versionId ?? null) };
  }

  /** @throws FlowTestsFullError */
  add({ organizationId, userId }: Caller, automationId: string, test: WriteFlowTest): Promise<FlowTest> {
    return this.dataSource.transaction(async (manager) => {
      found(await this.automations.lockDraft(manager, organizationId, automationId), 'automation');
      const { length } = await this.queries.list(organizationId, automationId, null, manager);
      if (length >= MOST) throw new FlowTestsFullError(MOST);
      return this.queries.insert(manager, { organizationId, automationId, userId }, test);
    });
  }

  async change(
    { organizationId, userId }: Caller,
    automationId: string,
    testId: string,
    test: WriteFlowTest,
  ): Promise<FlowTest> {
    const place = { organizationId, automationId, userId };
    return found(await this.queries.update(place, testId, test), 'test');
  }

  async remove({ organizationId }: Caller, automationId: string, testId: string): Promise<void> {
    found((await this.queries.remove(organizationId, automationId, testId)) || undefined, 'test');
  }

  /** Every test against the draft, in the engine of the live runs. @throws DrawingInvalidError, EngineBusyError */
  async run(caller: Caller, automationId: string): Promise<FlowTestRun> {
    const began = performance.now();
    const results = await this.results(caller, automationId, await this.drawings.read(caller, automationId));
    return {
      passed: results.every(({ passed }) => passed),
      results,
      tookMs: milliseconds(began),
    };
  }

  /** The same, of a drawing that was read already. @throws EngineBusyError */
  async results(
    { organizationId }: Caller,
    automationId: string,
    { plan, course }: TriedDrawing,
  ): Promise<FlowTestResult[]> {
    const tests = await this.queries.list(organizationId, automationId, null);
    if (tests.length === 0) return [];
    const cases = tests.map(({ given, expect }) => ({ given, expect }));
    const outcomes = await this.threads.run('flowTests', { plan, course, tests: cases });
    return tests.flatMap(({ id: testId, name }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) return [];
      const { passed, failures, timeline, visits, zone } = outcome;
      return [
        {
          testId,
          name,
          passed,
          failures,
          timeline: timelineOf(timeline),
          visits: visitLinesOf(visits),
          zone,
        },
      ];
    });
  }
}
