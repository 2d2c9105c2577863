import { Injectable } from '@nestjs/common';
import type {
  AutomationPause,
  BulkDetail,
  BulkPreview,
  BulkTarget,
  PauseAutomation,
  PreviewResume,
  ResumeAutomation,
  RunOrder,
} from '@gradus/contracts';
import { markPaused, openBulkOperation } from '@gradus/database';
import { topics } from '@gradus/events';
import type { Definition, PauseMode } from '@gradus/flow';
import { processBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { occasionOf } from '../idempotency/senders-key.ts';
import { AutomationNotPausedError, AutomationPausedError } from './bulk-errors.ts';
import { BulkPreviewService } from './bulk-preview.service.ts';
import { BulkQueries } from './bulk.queries.ts';

const PAUSES_A_SECOND = 100;
const RESUMES_A_SECOND = 50;

interface PauseRow {
  paused_how: PauseMode | null;
  paused_at: Date | null;
  by: string | null;
  settings: Definition['settings'] | null;
}

/** All of an automation paused and resumed: a mark that new runs see, and an order to those that are open. */
@Injectable()
export class AutomationPauseService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: BulkQueries,
    private readonly previews: BulkPreviewService,
    private readonly announcer: Announcer,
  ) {}

  async read({ organizationId }: Caller, automationId: string): Promise<AutomationPause> {
    const row = await this.#row(organizationId, automationId);
    const { pause = 'freeze', overdue = 'spread' } = row.settings ?? {};
    return {
      paused:
        row.paused_how === null
          ? null
          : { hold: row.paused_how, since: row.paused_at!.toISOString(), by: row.by },
      settings: { hold: pause, overdue },
    };
  }

  /** @throws AutomationPausedError */
  async pause(caller: Caller, id: string, request: PauseAutomation, key: string): Promise<BulkDetail> {
    const { settings } = await this.#row(caller.organizationId, id);
    const hold = request.hold ?? settings?.pause ?? 'freeze';
    return this.#order(caller, id, { name: 'pause', hold }, hold, request.reason, key);
  }

  /** @throws AutomationNotPausedError */
  async resume(caller: Caller, id: string, request: ResumeAutomation, key: string): Promise<BulkDetail> {
    await this.#row(caller.organizationId, id);
    const { reason, ...end } = request;
    return this.#order(caller, id, { name: 'resume', ...end }, null, reason, key);
  }

  /** What resuming would send, worked out on the runs that are paused. */
  async previewResume(caller: Caller, id: string, end: PreviewResume): Promise<BulkPreview> {
    await this.#row(caller.organizationId, id);
    return this.previews.read(caller, everybodyIn(id), { name: 'resume', ...end }, 'automation');
  }

  async #order(
    caller: Caller,
    automationId: string,
    order: RunOrder,
    hold: PauseMode | null,
    reason: string,
    key: string,
  ): Promise<BulkDetail> {
    const { organizationId, userId } = caller;
    const purpose = hold === null ? ('resume' as const) : ('pause' as const);
    const opened = await this.dataSource.transaction(async (manager) => {
      const made = await openBulkOperation(manager, {
        organizationId,
        automationId,
        purpose,
        order,
        target: everybodyIn(automationId),
        ratePerSecond: hold === null ? RESUMES_A_SECOND : PAUSES_A_SECOND,
        occasion: occasionOf(caller, key),
        requestedBy: userId,
        reason,
      });
      if (!made.fresh) return made;
      // Its process chooses the runs after this commit: whoever enters from now on sees the mark.
      const changed = await markPaused(manager, { organizationId, automationId }, hold, userId);
      if (!changed) throw hold === null ? new AutomationNotPausedError() : new AutomationPausedError();
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: `automation.${purpose}`,
        subjectKind: 'automation',
        subjectId: automationId,
        reason,
        data: { order, operationId: made.operationId },
      });
      return made;
    });
    await this.announcer.announce(
      [topics.automation(automationId)],
      processBell('performBulkOperation', opened.processId),
    );
    return this.queries.detail(organizationId, opened.operationId);
  }

  async #row(organizationId: string, automationId: string): Promise<PauseRow> {
    const [row] = await this.dataSource.query<PauseRow[]>(
      `SELECT a.paused_how, a.paused_at, u.name AS by, v.definition->'settings' AS settings
         FROM automations a LEFT JOIN users u ON u.id = a.paused_by
         LEFT JOIN automation_versions v ON v.id = a.live_version_id
        WHERE a.id = $1 AND a.organization_id = $2`,
      [automationId, organizationId],
    );
    return found(row, 'automation');
  }
}

const everybodyIn = (automationId: string): BulkTarget => ({ kind: 'runs', filter: { automationId } });
