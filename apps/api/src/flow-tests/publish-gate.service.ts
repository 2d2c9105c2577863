import { Injectable } from '@nestjs/common';
import type { PublishAutomation } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { DrawingInvalidError } from '../automations/automation-errors.ts';
import { TriedDrawingsService } from '../foresight/tried-drawings.service.ts';
import { FlowTestsRedError } from './flow-test-errors.ts';
import { FlowTestsQueries } from './flow-tests.queries.ts';
import { FlowTestsService } from './flow-tests.service.ts';

/** How the tests of a draft were just before it is published. */
export type TestedDraft = Array<{ testId: string; name: string; passed: boolean }>;

interface PublishedTests {
  automationId: string;
  versionId: string;
  tested: TestedDraft;
  despite: PublishAutomation['despiteTests'];
}

/** Runs the flow tests before a draft is published, and keeps them with the version. */
@Injectable()
export class PublishGate {
  constructor(
    private readonly drawings: TriedDrawingsService,
    private readonly tests: FlowTestsService,
    private readonly queries: FlowTestsQueries,
  ) {}

  /**
   * A drawing that does not compile, or another than the publisher saw, is refused by publishing itself.
   *
   * @throws FlowTestsRedError when one is red and no reason is given, EngineBusyError
   */
  async test(
    caller: Caller,
    automationId: string,
    { revision, despiteTests }: PublishAutomation,
  ): Promise<TestedDraft> {
    const drawing = await this.drawings.read(caller, automationId).catch((error: unknown) => {
      if (error instanceof DrawingInvalidError) return null;
      throw error;
    });
    if (drawing === null || drawing.row.draft_revision !== revision) return [];
    const results = await this.tests.results(caller, automationId, drawing);
    const red = results.filter(({ passed }) => !passed);
    if (red.length > 0 && despiteTests === undefined) throw new FlowTestsRedError(red);
    return results.map(({ testId, name, passed }) => ({ testId, name, passed }));
  }

  /** Keeps them with the version, in the transaction that publishes it; what was red is audited with the reason. */
  async keep(
    manager: EntityManager,
    { organizationId, userId }: Caller,
    { automationId, versionId, tested, despite }: PublishedTests,
  ): Promise<void> {
    await this.queries.keep(manager, { organizationId, versionId }, tested);
    const red = tested.filter(({ passed }) => !passed);
    if (red.length === 0 || despite === undefined) return;
    await recordAudit(manager, {
      organizationId,
      actorId: userId,
      action: 'automation.published-despite-tests',
      subjectKind: 'automation',
      subjectId: automationId,
      reason: despite.reason,
      data: { versionId, red: red.map(({ name }) => name) },
    });
  }
}
