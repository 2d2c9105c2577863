import type { EntityManager } from 'typeorm';
import type { PauseMode } from '@gradus/flow';

/**
 * Whoever pauses an automation, or ends its pause, waits here for those who are just starting runs of it, and they for who
 * pauses: a run that is not among those chosen afterwards has begun paused. Held to the end of the transaction.
 */
async function lockPause(
  manager: EntityManager,
  automationId: string,
  how: 'shared' | 'alone',
): Promise<void> {
  const lock = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await manager.query(`SELECT ${lock}(hashtextextended($1, 0))`, [`pause:${automationId}`]);
}

/** How an automation is paused that somebody is about to enter; null: it is not. */
export async function pauseAtEntry(manager: EntityManager, automationId: string): Promise<PauseMode | null> {
  await lockPause(manager, automationId, 'shared');
  const [row] = await manager.query<Array<{ paused_how: PauseMode | null }>>(
    'SELECT paused_how FROM automations WHERE id = $1',
    [automationId],
  );
  return row?.paused_how ?? null;
}

/**
 * Marks an automation paused, or no longer (`how` null); its runs are told by a bulk operation that chooses them after the
 * commit. False: it was so already.
 */
export async function markPaused(
  manager: EntityManager,
  automation: { organizationId: string; automationId: string },
  how: PauseMode | null,
  by: string,
): Promise<boolean> {
  await lockPause(manager, automation.automationId, 'alone');
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE automations SET paused_how = $3::text, paused_by = CASE WHEN $3::text IS NOT NULL THEN $4::uuid END,
            paused_at = CASE WHEN $3::text IS NOT NULL THEN clock_timestamp() END
      WHERE id = $1 AND organization_id = $2 AND (paused_how IS NULL) <> ($3::text IS NULL)`,
    [automation.automationId, automation.organizationId, how, by],
  );
  return count === 1;
}
