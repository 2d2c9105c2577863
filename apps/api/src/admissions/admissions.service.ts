import { Injectable } from '@nestjs/common';
import type {
  AdmissionDetail,
  AdmissionPreview,
  AdmissionWho,
  ControlAdmission,
  RunStarted,
  StartAdmission,
  StartRunByHand,
} from '@gradus/contracts';
import {
  type LiveAutomation,
  Plans,
  admit,
  openAdmission,
  previewAdmission,
  readLiveAutomation,
  wakeProcess,
  writeAdmission,
} from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell, runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { requireAutomation } from '../automations/require-automation.ts';
import { occasionOf } from '../idempotency/senders-key.ts';
import {
  AdmissionEndedError,
  AutomationNotLiveError,
  EntryRefusedError,
  NotEnrolledError,
} from './admission-errors.ts';
import { AdmissionsQueries } from './admissions.queries.ts';

/** Letting people into an automation by hand. Entry rules and suppression hold for staff as for events. */
@Injectable()
export class AdmissionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AdmissionsQueries,
    private readonly plans: Plans,
    private readonly announcer: Announcer,
  ) {}

  /** @throws AutomationNotLiveError, NotEnrolledError, EntryRefusedError */
  async startOne(
    caller: Caller,
    automationId: string,
    { userId, reason }: StartRunByHand,
    key: string,
  ): Promise<RunStarted> {
    const { organizationId } = caller;
    const runId = await this.dataSource.transaction(async (manager) => {
      const automation = await this.#live(manager, organizationId, automationId);
      const occasion = occasionOf(caller, key);
      const { admissionId, fresh } = await writeAdmission(manager, {
        organizationId,
        automationId,
        courseId: automation.courseId,
        who: { kind: 'people', userIds: [userId] },
        cause: 'by-hand',
        occasion,
        mode: 'run',
        ratePerMinute: 1,
        requestedBy: caller.userId,
        reason,
      });
      if (!fresh) return (await onlyPerson(manager, admissionId)).run_id!;
      const started = await this.#admitOnly(manager, automation, admissionId, occasion);
      await recordAudit(manager, {
        organizationId,
        actorId: caller.userId,
        action: 'run.started-by-hand',
        subjectKind: 'run',
        subjectId: started,
        reason,
        data: { automationId, userId },
      });
      return started;
    });
    await this.announcer.announce([topics.automation(automationId)], runBell(runId));
    return { runId };
  }

  async preview(
    { organizationId }: Caller,
    automationId: string,
    who: AdmissionWho,
  ): Promise<AdmissionPreview> {
    const automation = await this.#live(this.dataSource.manager, organizationId, automationId);
    return previewAdmission(this.dataSource.manager, automation, who);
  }

  /** @throws AutomationNotLiveError */
  async start(
    caller: Caller,
    automationId: string,
    { who, ratePerMinute, reason }: StartAdmission,
    key: string,
  ): Promise<AdmissionDetail> {
    const { organizationId, userId } = caller;
    const opened = await this.dataSource.transaction(async (manager) => {
      const { courseId } = await this.#live(manager, organizationId, automationId);
      const admission = await openAdmission(manager, {
        organizationId,
        automationId,
        courseId,
        who,
        cause: 'by-hand',
        occasion: occasionOf(caller, key),
        mode: 'run',
        ratePerMinute,
        requestedBy: userId,
        reason,
      });
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: 'admission.started',
        subjectKind: 'admission',
        subjectId: admission.admissionId,
        reason,
        data: { automationId, who: who.kind, ratePerMinute },
      });
      return admission;
    });
    await this.announcer.announce(
      [topics.automation(automationId)],
      processBell('admitPeople', opened.processId),
    );
    return this.queries.detail(organizationId, automationId, opened.admissionId);
  }

  /** @throws AdmissionEndedError */
  async control(
    { organizationId, userId }: Caller,
    automationId: string,
    admissionId: string,
    { action, reason }: ControlAdmission,
  ): Promise<AdmissionDetail> {
    await this.queries.detail(organizationId, automationId, admissionId);
    const processId = await this.dataSource.transaction(async (manager) => {
      const state = ({ pause: 'paused', resume: 'open', stop: 'stopped' } as const)[action];
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE admissions SET state = $3::text, ended_at = CASE WHEN $3::text = 'stopped' THEN clock_timestamp() END
          WHERE id = $1 AND organization_id = $2 AND state IN ('open', 'paused') RETURNING id`,
        [admissionId, organizationId, state],
      );
      if (rows.length === 0) throw new AdmissionEndedError();
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: `admission.${state}`,
        subjectKind: 'admission',
        subjectId: admissionId,
        reason,
        data: { automationId },
      });
      return wakeProcess(manager, 'admitPeople', admissionId);
    });
    const bells = processId ? [processBell('admitPeople', processId)] : [];
    await this.announcer.announce([topics.automation(automationId)], ...bells);
    return this.queries.detail(organizationId, automationId, admissionId);
  }

  async #admitOnly(
    manager: EntityManager,
    automation: LiveAutomation,
    admissionId: string,
    occasion: string,
  ): Promise<string> {
    const { organizationId, courseId } = automation;
    const person = await onlyPerson(manager, admissionId);
    if (courseId !== null && person.enrollment_id === null) throw new NotEnrolledError();
    const admission = await admit(
      manager,
      this.plans,
      automation,
      { organizationId, userId: person.user_id, enrollmentId: person.enrollment_id },
      { key: occasion, at: new Date(), data: {} },
    );
    if (admission.runId === null) throw new EntryRefusedError(admission.because);
    await manager.query(
      `WITH item AS (UPDATE admission_items SET outcome = 'started', run_id = $2, settled_at = clock_timestamp()
                      WHERE admission_id = $1)
       UPDATE admissions SET state = 'done', ended_at = clock_timestamp() WHERE id = $1`,
      [admissionId, admission.runId],
    );
    return admission.runId;
  }

  async #live(manager: EntityManager, organizationId: string, automationId: string): Promise<LiveAutomation> {
    await requireAutomation(manager, organizationId, automationId);
    const automation = await readLiveAutomation(manager, organizationId, automationId);
    if (!automation) throw new AutomationNotLiveError();
    return automation;
  }
}

interface OnlyPerson {
  user_id: string;
  enrollment_id: string | null;
  run_id: string | null;
}

/** The person of an admission of one. @throws MissingError when nobody of the school was meant */
async function onlyPerson(manager: EntityManager, admissionId: string): Promise<OnlyPerson> {
  const [person] = await manager.query<OnlyPerson[]>(
    'SELECT user_id, enrollment_id, run_id FROM admission_items WHERE admission_id = $1',
    [admissionId],
  );
  return found(person, 'person');
}
