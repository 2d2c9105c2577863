import type { DataSource, EntityManager } from 'typeorm';
import { type Definition, SCHEDULE, type StepOf, nextDates, upgradeDefinition } from '@gradus/flow';

type Start = StepOf<'trigger'>['config']['on'];
/** A start by the calendar. */
export type ScheduleStart = Extract<Start, { kind: 'schedule' }>;

/** The start of a drawing when it is by the calendar; else null. */
export function scheduleOf({ steps, trigger }: Definition): ScheduleStart | null {
  const step = steps[trigger];
  return step?.kind === 'trigger' && step.config.on.kind === 'schedule' ? step.config.on : null;
}

/** The next date after a moment, in the zone the start names. */
export function nextDate({ every, zone }: ScheduleStart, schoolZone: string, after: Date): Date {
  const [next] = nextDates(every, zone === 'school' ? schoolZone : zone, after.getTime(), 1);
  return new Date(next!);
}

interface Changed {
  id: string;
  organization_id: string;
  version_id: string;
  definition: unknown;
  time_zone: string;
  now: Date;
}

/**
 * Makes the rows of schedules agree with the live versions: a new version begins with its next date, a start that is no
 * longer by the calendar and an automation that was put away have none. A date that has come and is not taken yet stays: it is
 * taken by the new version. Answers whether anything was changed.
 */
export async function followSchedules(dataSource: DataSource): Promise<boolean> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const gone = await manager.query<[unknown[], number]>(
      `DELETE FROM schedules s USING automations a WHERE a.id = s.automation_id
          AND (a.archived_at IS NOT NULL OR a.starts_on IS DISTINCT FROM $1)`,
      [SCHEDULE],
    );
    const changed = await manager.query<Changed[]>(
      `SELECT a.id, a.organization_id, v.id AS version_id, v.definition, o.time_zone, clock_timestamp() AS now
         FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
         JOIN organizations o ON o.id = a.organization_id
         LEFT JOIN schedules s ON s.automation_id = a.id
        WHERE a.starts_on = $1 AND a.archived_at IS NULL AND s.version_id IS DISTINCT FROM a.live_version_id
        ORDER BY a.id LIMIT 20 FOR NO KEY UPDATE OF a SKIP LOCKED`,
      [SCHEDULE],
    );
    for (const automation of changed) await follow(manager, automation);
    return gone[1] > 0 || changed.length > 0;
  });
}

async function follow(manager: EntityManager, automation: Changed): Promise<void> {
  const start = scheduleOf(upgradeDefinition(automation.definition));
  if (start === null) return;
  await manager.query(
    `INSERT INTO schedules (automation_id, organization_id, version_id, next_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (automation_id) DO UPDATE SET version_id = EXCLUDED.version_id,
           next_at = CASE WHEN schedules.next_at <= clock_timestamp() THEN schedules.next_at ELSE EXCLUDED.next_at END`,
    [
      automation.id,
      automation.organization_id,
      automation.version_id,
      nextDate(start, automation.time_zone, automation.now),
    ],
  );
}
