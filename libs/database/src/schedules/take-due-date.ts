import type { AdmissionWho } from '@gradus/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { openAdmission } from '../admissions/open-admission.ts';
import { readLiveAutomation } from '../automations/read-live-automation.ts';
import { type ScheduleStart, nextDate, scheduleOf } from './follow-schedules.ts';

/** A date that has come, and what became of it. `processId`: to be rung, people are let in. */
export interface DueDate {
  automationId: string;
  outcome: 'let-in' | 'paused' | 'overlap';
  processId: string | null;
}

interface DueRow {
  automation_id: string;
  organization_id: string;
  next_at: Date;
  paused: boolean;
  open: boolean;
  time_zone: string;
  now: Date;
}

const DUE = `
SELECT s.automation_id, s.organization_id, s.next_at, a.paused_at IS NOT NULL AS paused, o.time_zone,
       EXISTS (SELECT 1 FROM admissions d WHERE d.id = s.last_admission_id AND d.state IN ('open', 'paused')) AS open,
       clock_timestamp() AS now
  FROM schedules s JOIN automations a ON a.id = s.automation_id JOIN organizations o ON o.id = s.organization_id
 WHERE s.next_at <= clock_timestamp() AND a.archived_at IS NULL AND s.version_id = a.live_version_id
 ORDER BY s.next_at LIMIT 1 FOR NO KEY UPDATE OF s SKIP LOCKED`;

const PEOPLE_A_MINUTE = 600;

/**
 * Takes the date that is due, if there is one: the admission of everybody who belongs to the audience now, and the next date,
 * in one transaction. Dates that passed while nothing ran come to one. While the automation is paused, or people of the last
 * date are still being let in, a date is left out.
 */
export async function takeDueDate(dataSource: DataSource): Promise<DueDate | null> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const [due] = await manager.query<DueRow[]>(DUE);
    if (!due) return null;
    const live = await readLiveAutomation(manager, due.organization_id, due.automation_id);
    const start = live && scheduleOf(live.definition);
    if (!live || !start) return null;
    const outcome = due.paused ? 'paused' : due.open ? 'overlap' : 'let-in';
    const opened = outcome === 'let-in' ? await letIn(manager, due, live.courseId, start) : null;
    await manager.query(
      `UPDATE schedules SET next_at = $2, last_at = next_at, last_outcome = $3,
              last_admission_id = COALESCE($4, last_admission_id) WHERE automation_id = $1`,
      [due.automation_id, nextDate(start, due.time_zone, due.now), outcome, opened?.admissionId ?? null],
    );
    return { automationId: due.automation_id, outcome, processId: opened?.processId ?? null };
  });
}

function letIn(
  manager: EntityManager,
  due: DueRow,
  courseId: string | null,
  { audience }: ScheduleStart,
): Promise<{ admissionId: string; processId: string }> {
  const who: AdmissionWho =
    audience.kind === 'segment' ? { kind: 'segment', segmentId: audience.segment } : { kind: 'roster' };
  return openAdmission(manager, {
    organizationId: due.organization_id,
    automationId: due.automation_id,
    courseId,
    who,
    cause: 'schedule',
    occasion: `date:${due.next_at.toISOString()}`,
    mode: 'run',
    ratePerMinute: PEOPLE_A_MINUTE,
    requestedBy: null,
    reason: 'A date of its schedule.',
  });
}
