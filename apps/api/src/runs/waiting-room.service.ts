import { Injectable } from '@nestjs/common';
import type { Cohorts, PersonWaiting } from '@gradus/contracts';
import { type Explanation, sayReason } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { requireAutomation } from '../automations/require-automation.ts';
import { type Page, pageOf, readTimeCursor } from '../paging/page-cursor.ts';
import { type ExplainableRun, RunSummaries, speechAbout } from './run-summaries.ts';

const PAGE = 25;

interface WaitingRow extends ExplainableRun {
  visit_id: string;
  visit: number;
  step_state: PersonWaiting['state'];
  entered_at: Date;
  deadline: Date | null;
  due: string;
  version_number: number;
  learner_name: string;
  learner_email: string;
  simulated: boolean;
}

/** Without a date comes last. */
const WAITING = `
SELECT r.id, r.organization_id, r.user_id, r.version_id, r.enrollment_id, r.state, r.trail, r.finished_at, r.outcome, r.clock_origin,
       r.speed, r.simulated, u.time_zone AS learner_zone, o.time_zone AS school_zone, clock_timestamp() AS now,
       s.id AS visit_id, s.visit, s.state AS step_state, s.entered_at, s.deadline,
       COALESCE(s.deadline, '9999-12-31 00:00:00+00')::text AS due, v.number AS version_number, u.name AS learner_name,
       u.email AS learner_email
  FROM step_runs s
  JOIN runs r ON r.id = s.run_id AND r.finished_at IS NULL
  JOIN automation_versions v ON v.id = s.version_id
  JOIN users u ON u.id = r.user_id
  JOIN organizations o ON o.id = r.organization_id
 WHERE s.organization_id = $1 AND v.automation_id = $2 AND s.step_id = $3 AND s.left_at IS NULL
   AND ($4::uuid IS NULL OR s.version_id = $4)
   AND ($5::timestamptz IS NULL OR (COALESCE(s.deadline, '9999-12-31 00:00:00+00'), s.id) > ($5, $6::uuid))
 ORDER BY COALESCE(s.deadline, '9999-12-31 00:00:00+00'), s.id LIMIT $7`;

/** Who is at a step: until when on their own clock, and why. */
@Injectable()
export class WaitingRoomService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly summaries: RunSummaries,
  ) {}

  async read(
    { organizationId }: Caller,
    { automationId, stepId, versionId, cursor }: WaitingRoomAsked,
  ): Promise<Page<PersonWaiting>> {
    await requireAutomation(this.dataSource.manager, organizationId, automationId);
    const rows = await this.dataSource.query<WaitingRow[]>(WAITING, [
      organizationId,
      automationId,
      stepId,
      versionId ?? null,
      ...readTimeCursor(cursor),
      PAGE + 1,
    ]);
    const page = pageOf(
      rows,
      PAGE,
      (row) => row,
      (row) => [row.due, row.visit_id],
    );
    const explained = await this.summaries.explanations(this.dataSource.manager, page.items);
    return { ...page, items: page.items.map((row) => toPerson(row, stepId, explained.get(row.id) ?? [])) };
  }

  async cohorts({ organizationId }: Caller, automationId: string): Promise<Cohorts> {
    await requireAutomation(this.dataSource.manager, organizationId, automationId);
    const items = await this.dataSource.query<Cohorts['items']>(
      `SELECT v.id AS "courseVersionId", c.title AS course, v.number, count(*)::int AS learners
         FROM runs r JOIN enrollments e ON e.id = r.enrollment_id
         JOIN course_versions v ON v.id = e.course_version_id JOIN courses c ON c.id = v.course_id
        WHERE r.organization_id = $1 AND r.automation_id = $2 AND r.finished_at IS NULL
        GROUP BY v.id, c.title, v.number ORDER BY c.title, v.number DESC LIMIT 100`,
      [organizationId, automationId],
    );
    return { items };
  }
}

function toPerson(row: WaitingRow, stepId: string, explained: readonly Explanation[]): PersonWaiting {
  const here = explained.filter((one) => one.stepId === stepId && one.visit === row.visit);
  const speech = speechAbout(row, row.learner_zone);
  return {
    runId: row.id,
    who: row.learner_name,
    email: row.learner_email,
    simulated: row.simulated,
    version: row.version_number,
    visit: row.visit,
    state: row.step_state,
    since: row.entered_at.toISOString(),
    until: row.deadline?.toISOString() ?? null,
    zone: row.learner_zone,
    virtualNow: row.speed === 1 ? null : new Date(speech.now).toISOString(),
    because: here.flatMap(({ reasons }) => reasons.map((reason) => sayReason(reason, speech))),
  };
}

interface WaitingRoomAsked {
  automationId: string;
  stepId: string;
  versionId?: string | undefined;
  cursor?: string | undefined;
}
