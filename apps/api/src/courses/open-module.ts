import type { EntityManager } from 'typeorm';
import type { RunClock } from '@gradus/database';
import { ModuleLockedError } from './course-errors.ts';

/**
 * Refuses unless the module is open for this enrollment now: `unlock_at <= now()` and no hold. Nothing else decides it.
 *
 * @throws ModuleLockedError with the moment it opens, on the learner's clock
 */
export async function requireOpenModule(
  manager: EntityManager,
  enrollmentId: string,
  module: { id: string; title: string },
  clock: RunClock,
): Promise<void> {
  const [row] = await manager.query<Array<{ open: boolean; unlock_at: Date | null; closed: string | null }>>(
    `SELECT COALESCE(unlock_at <= clock_timestamp() AND NOT hold, false) AS open,
            CASE WHEN NOT hold THEN unlock_at END AS unlock_at, closings->-1->>'reason' AS closed
       FROM module_unlocks WHERE enrollment_id = $1 AND module_id = $2`,
    [enrollmentId, module.id],
  );
  if (row?.open) return;
  const at = row?.unlock_at;
  const opens = at ? new Date(clock.toVirtual(at)).toISOString() : null;
  throw new ModuleLockedError(module.title, opens, row?.closed ?? null);
}
