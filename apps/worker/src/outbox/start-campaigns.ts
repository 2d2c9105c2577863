import type { EntityManager } from 'typeorm';
import { upgradeDefinition } from '@gradus/flow';
import {
  type EnteredAutomation,
  type Plans,
  type Subject,
  admit,
  letsIn,
  subjectOfEvent,
} from '@gradus/database';
import type { OutboxEvent } from './route-event.ts';

interface CampaignRow {
  id: string;
  course_id: string | null;
  version_id: string;
  definition: unknown;
}

/** An event about somebody. */
type PersonalEvent = OutboxEvent & { userId: string };

/**
 * Starts the runs of the live campaigns that begin with such an event, as their entry rules allow. Journeys start with
 * their enrollment, in that transaction. Answers the runs.
 */
export async function startCampaigns(
  manager: EntityManager,
  plans: Plans,
  event: OutboxEvent,
): Promise<string[]> {
  if (!isPersonal(event)) return [];
  // What ends with somebody's erasure is told as it is of others; nothing begins with it.
  const rows = await manager.query<CampaignRow[]>(
    `SELECT a.id, a.course_id, v.id AS version_id, v.definition
       FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
      WHERE a.organization_id = $1 AND a.starts_on = $2 AND a.use = 'campaign' AND a.archived_at IS NULL
        AND (a.course_id IS NULL OR a.course_id = $3 OR $3 IS NULL)
        AND NOT EXISTS (SELECT 1 FROM erasures x WHERE x.user_id = $4) ORDER BY a.id`,
    [event.organizationId, event.type, event.courseId, event.userId],
  );
  const started: string[] = [];
  for (const row of rows) {
    const automation: EnteredAutomation = {
      id: row.id,
      organizationId: event.organizationId,
      use: 'campaign',
      versionId: row.version_id,
      definition: upgradeDefinition(row.definition),
    };
    const subject = await subjectOfEvent(manager, event, row.course_id);
    if (!subject || !(await concerns(manager, automation, event, subject))) continue;
    const occasion = { key: `event:${event.id}`, at: event.occurredAt, data: event.data };
    const { runId } = await admit(manager, plans, automation, subject, occasion);
    if (runId) started.push(runId);
  }
  return started;
}

const isPersonal = (event: OutboxEvent): event is PersonalEvent => event.userId !== null;

/** Whether the trigger lets this event in. */
async function concerns(
  manager: EntityManager,
  { id: automationId, definition }: EnteredAutomation,
  event: PersonalEvent,
  subject: Subject,
): Promise<boolean> {
  const step = definition.steps[definition.trigger];
  if (step?.kind !== 'trigger') return false;
  const { on } = step.config;
  if (on.kind === 'segment') return event.data['segment'] === on.segment;
  if (on.kind === 'webhook') return event.data['automation'] === automationId;
  if (on.kind !== 'event' || on.where === undefined) return true;
  return letsIn(manager, on.where, event, subject);
}
