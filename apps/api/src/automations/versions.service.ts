import { Injectable } from '@nestjs/common';
import type { PublishAutomation, VersionDetail, VersionSummary } from '@gradus/contracts';
import { AutomationInvalidError, Plans, openMigration, publishVersion } from '@gradus/database';
import { topics } from '@gradus/events';
import { type Definition, type Layout, upgradeDefinition } from '@gradus/flow';
import { processBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { type RequestEntry, doneBefore, recordAudit, requestEntry } from '../audit/record-audit.ts';
import { PublishGate } from '../flow-tests/publish-gate.service.ts';
import { type Page, pageOf, readCursor } from '../paging/page-cursor.ts';
import { BackfillService } from './backfill/backfill.service.ts';
import { publishingRefusal } from './automation-errors.ts';
import { DraftsService } from './drafts.service.ts';
import { lockAutomation, requireAutomation } from './require-automation.ts';

const PAGE = 50;

interface VersionRow {
  id: string;
  number: number;
  hash: string;
  note: string;
  published_at: Date;
  published_by: string | null;
  open_runs: number;
  live: boolean;
  definition: Definition;
  layout: Layout;
}

const VERSIONS = `
SELECT v.id, v.number, v.hash, v.note, v.published_at, u.name AS published_by, v.definition, v.layout,
       v.id = a.live_version_id AS live,
       (SELECT count(*)::int FROM runs r WHERE r.organization_id = $1 AND r.automation_id = a.id
           AND r.version_id = v.id AND r.finished_at IS NULL) AS open_runs
  FROM automation_versions v
  JOIN automations a ON a.id = v.automation_id
  LEFT JOIN users u ON u.id = v.published_by
 WHERE v.organization_id = $1 AND v.automation_id = $2`;

/** What was published. Immutable; who is inside stays on their version, unless the author decides otherwise. */
@Injectable()
export class VersionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
    private readonly plans: Plans,
    private readonly gate: PublishGate,
    private readonly backfill: BackfillService,
    private readonly drafts: DraftsService,
  ) {}

  /** @throws DraftOutdatedError, PlanOutdatedError, DrawingInvalidError, DecisionUnfitError, FlowTestsRedError */
  async publish(
    caller: Caller,
    automationId: string,
    request: PublishAutomation,
    key: string,
  ): Promise<VersionSummary> {
    const { organizationId } = caller;
    const about = {
      action: 'automation.published',
      subjectKind: 'automation',
      subjectId: automationId,
    } as const;
    const entry = requestEntry(caller, key, about);
    const before = await doneBefore(this.dataSource.manager, entry);
    const versionId = before ? String(before['versionId']) : await this.#publish(caller, request, entry);
    return toSummary(await this.#version(organizationId, automationId, versionId));
  }

  /**
   * Answers the id of the new version; of the one that the same request has made meanwhile, where the tests of the draft took
   * so long that it was sent again.
   */
  async #publish(caller: Caller, request: PublishAutomation, entry: RequestEntry): Promise<string> {
    const { organizationId, userId } = caller;
    const { subjectId: automationId } = entry;
    const { revision, note, people, despiteTests: despite, backfill } = request;
    const tested = await this.gate.test(caller, automationId, request);
    const { versionId, rings } = await this.dataSource
      .transaction(async (manager) => {
        await lockAutomation(manager, entry);
        const before = await doneBefore(manager, entry);
        if (before) return { versionId: String(before['versionId']), rings: [] };
        const published = await publishVersion(manager, {
          organizationId,
          automationId,
          publishedBy: userId,
          note,
          expectedRevision: revision,
          ...(people ? { expectedLive: people.liveVersionId } : {}),
        });
        const opened = people
          ? await openMigration(manager, this.plans, {
              organizationId,
              automationId,
              versionId: published.versionId,
              plan: { scope: people.scope, steps: people.steps, spreadMinutes: people.spreadMinutes },
              onlyRunIds: people.onlyRunIds ?? null,
              runsPerSecond: people.runsPerSecond,
              requestedBy: userId,
            })
          : null;
        const letIn = backfill
          ? await this.backfill.open(manager, caller, automationId, {
              versionId: published.versionId,
              backfill,
            })
          : null;
        await recordAudit(manager, {
          ...entry,
          reason: note,
          data: {
            versionId: published.versionId,
            number: published.number,
            hash: published.hash,
            people,
            backfill,
          },
        });
        const { versionId: kept } = published;
        await this.gate.keep(manager, caller, { automationId, versionId: kept, tested, despite });
        const rung = [
          ...(opened?.processId ? [processBell('migrateRuns', opened.processId)] : []),
          ...(letIn ? [processBell('admitPeople', letIn.processId)] : []),
        ];
        return { versionId: published.versionId, rings: rung };
      })
      .catch((error: unknown) => this.#refuse(caller, automationId, error));
    await this.announcer.announce([topics.automation(automationId)], ...rings);
    return versionId;
  }

  async #refuse(caller: Caller, automationId: string, error: unknown): Promise<never> {
    if (!(error instanceof AutomationInvalidError)) throw publishingRefusal(error);
    throw await this.drafts.refusal(caller, automationId, error);
  }

  /** Newest first. */
  async list(
    { organizationId }: Caller,
    automationId: string,
    cursor?: string,
  ): Promise<Page<VersionSummary>> {
    await requireAutomation(this.dataSource.manager, organizationId, automationId);
    const [before] = readCursor(cursor);
    const rows = await this.dataSource.query<VersionRow[]>(
      `${VERSIONS} AND ($3::int IS NULL OR v.number < $3) ORDER BY v.number DESC LIMIT $4`,
      [organizationId, automationId, before === null ? null : Number.parseInt(before, 10) || 0, PAGE + 1],
    );
    return pageOf(rows, PAGE, toSummary, (row) => [String(row.number), row.id]);
  }

  async detail({ organizationId }: Caller, automationId: string, versionId: string): Promise<VersionDetail> {
    const row = await this.#version(organizationId, automationId, versionId);
    return { ...toSummary(row), definition: upgradeDefinition(row.definition), layout: row.layout };
  }

  async #version(organizationId: string, automationId: string, versionId: string): Promise<VersionRow> {
    const [row] = await this.dataSource.query<VersionRow[]>(`${VERSIONS} AND v.id = $3`, [
      organizationId,
      automationId,
      versionId,
    ]);
    return found(row, 'version');
  }
}

function toSummary(row: VersionRow): VersionSummary {
  return {
    id: row.id,
    number: row.number,
    hash: row.hash,
    note: row.note,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by ?? 'Gradus',
    openRuns: row.open_runs,
    live: row.live,
  };
}
