import type { EntityManager } from 'typeorm';
import { upgradeDefinition } from '@gradus/flow';
import type { EnteredAutomation } from '../running/admit.ts';

/** An automation that people may enter now. */
export interface LiveAutomation extends EnteredAutomation {
  courseId: string | null;
}

/** The automation in its live version; null when it is not there, was never published or is put away. */
export async function readLiveAutomation(
  manager: EntityManager,
  organizationId: string,
  automationId: string,
): Promise<LiveAutomation | null> {
  const [row] = await manager.query<
    Array<{
      use: 'journey' | 'campaign';
      course_id: string | null;
      version_id: string;
      definition: unknown;
    }>
  >(
    `SELECT a.use, a.course_id, v.id AS version_id, v.definition
       FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
      WHERE a.id = $1 AND a.organization_id = $2 AND a.archived_at IS NULL`,
    [automationId, organizationId],
  );
  if (!row) return null;
  return {
    id: automationId,
    organizationId,
    use: row.use,
    courseId: row.course_id,
    versionId: row.version_id,
    definition: upgradeDefinition(row.definition),
  };
}
