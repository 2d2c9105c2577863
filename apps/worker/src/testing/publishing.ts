import { openMigration, publishVersion } from '@gradus/database';
import type { Definition, MigrationPlan } from '@gradus/flow';
import type { School } from './school.ts';

export interface PublishedOver {
  versionId: string;
  migrationId: string;
  processId: string;
}

/** Publishes another drawing over what is live, with a decision about the people inside, in one transaction as the API does. */
export async function publishOver(
  school: School,
  automationId: string,
  definition: Definition,
  decision: Partial<MigrationPlan> = {},
  { runsPerSecond = 50, onlyRunIds = null }: { runsPerSecond?: number; onlyRunIds?: string[] | null } = {},
): Promise<PublishedOver> {
  const { organizationId } = school;
  return school.dataSource.transaction(async (manager) => {
    const [[{ revision }]] = await manager.query<[[{ revision: number }], number]>(
      `UPDATE automations SET draft_definition = $2, draft_revision = draft_revision + 1
        WHERE id = $1 RETURNING draft_revision AS revision`,
      [automationId, JSON.stringify(definition)],
    );
    const draft = { organizationId, automationId, publishedBy: null, note: '', expectedRevision: revision };
    const { versionId } = await publishVersion(manager, draft);
    const opened = await openMigration(manager, school.parts.parts.plans, {
      organizationId,
      automationId,
      versionId,
      plan: { scope: 'now', steps: {}, spreadMinutes: 60, ...decision },
      onlyRunIds,
      runsPerSecond,
      requestedBy: null,
    });
    return { versionId, ...opened };
  });
}

/** Entered, migrated in included, is somewhere or went somewhere: the steps and versions where that is not so. */
export async function unbalanced(school: School): Promise<string[]> {
  const rows = await school.dataSource.query<Array<{ place: string }>>(
    `WITH visits AS (
       SELECT version_id, step_id, count(*) AS entered,
              count(*) FILTER (WHERE left_at IS NULL) AS here, count(*) FILTER (WHERE left_at IS NOT NULL) AS gone
         FROM step_runs GROUP BY 1, 2),
     outs AS (SELECT from_version_id AS version_id, step_id, count(*) AS n FROM visit_migrations GROUP BY 1, 2),
     tokens AS (
       SELECT (t->>'versionId')::uuid AS version_id, t->>'stepId' AS step_id, count(*) AS here
         FROM runs r CROSS JOIN LATERAL jsonb_array_elements(r.state->'tokens') t WHERE r.finished_at IS NULL GROUP BY 1, 2)
     SELECT version_id || ' ' || step_id AS place
       FROM visits FULL JOIN tokens USING (version_id, step_id) FULL JOIN outs USING (version_id, step_id)
      WHERE COALESCE(visits.here, 0) <> COALESCE(tokens.here, 0)
         OR COALESCE(visits.entered, 0) + COALESCE(outs.n, 0) <> COALESCE(visits.here, 0) + COALESCE(visits.gone, 0) + COALESCE(outs.n, 0)`,
  );
  return rows.map(({ place }) => place);
}
