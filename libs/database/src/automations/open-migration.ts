import type { EntityManager } from 'typeorm';
import { type MigrationPlan, type Plan, type Problem, checkMigration } from '@gradus/flow';
import { openProcess } from '../running/open-process.ts';
import type { Plans } from '../running/plans.ts';

export interface MigrationToOpen {
  organizationId: string;
  automationId: string;
  /** The version they go over to. */
  versionId: string;
  plan: MigrationPlan;
  /** Only these; null: everybody inside another version. */
  onlyRunIds: string[] | null;
  runsPerSecond: number;
  requestedBy: string | null;
}

/** The decision about the people inside does not fit the versions they are on; nothing was changed. */
export class MigrationUnfitError extends Error {
  override name = 'MigrationUnfitError';
  readonly code = 'automation.migration-unfit';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    super(
      `What was decided about the people inside does not fit: ${errors[0]?.message ?? 'look at it again.'}` +
        (errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''),
    );
    this.problems = problems;
  }
}

/** The plans of every other version that open runs of an automation stand on. */
export async function plansInside(
  manager: EntityManager,
  plans: Plans,
  { organizationId, automationId }: Pick<MigrationToOpen, 'organizationId' | 'automationId'>,
): Promise<Plan[]> {
  const rows = await manager.query<Array<{ id: string }>>(
    `SELECT DISTINCT v.id FROM runs r
       CROSS JOIN LATERAL unnest(r.beside_version_ids || r.version_id) AS v(id)
      WHERE r.organization_id = $1 AND r.automation_id = $2 AND r.finished_at IS NULL`,
    [organizationId, automationId],
  );
  const inside: Plan[] = [];
  for (const { id } of rows) inside.push(await plans.of(manager, id));
  return inside;
}

const SUPERSEDED = 'A newer version was published.';

/**
 * Writes what publishing does to the people inside and the process that carries it out, in the transaction that publishes.
 * A migration that is still under way is stopped: whoever it had not reached yet goes over to the newer version at once.
 * After the commit ring `migrateRuns`.
 *
 * @throws MigrationUnfitError
 */
export async function openMigration(
  manager: EntityManager,
  plans: Plans,
  migration: MigrationToOpen,
): Promise<{ migrationId: string; processId: string }> {
  const { organizationId, automationId, versionId, plan } = migration;
  const to = await plans.of(manager, versionId);
  const inside = await plansInside(manager, plans, migration);
  const froms = inside.filter((from) => from.versionId !== versionId);
  const problems = checkMigration(plan, froms, to);
  if (problems.some(({ severity }) => severity === 'error')) throw new MigrationUnfitError(problems);
  await stopMigrations(manager, { organizationId, automationId }, SUPERSEDED);
  const [{ id }] = await manager.query<[{ id: string }]>(
    `INSERT INTO run_migrations (organization_id, automation_id, version_id, plan, only_run_ids, runs_per_second, requested_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [
      organizationId,
      automationId,
      versionId,
      plan,
      migration.onlyRunIds,
      migration.runsPerSecond,
      migration.requestedBy,
    ],
  );
  const process = { organizationId, kind: 'migrateRuns' as const, subjectId: id, simulated: false };
  return { migrationId: id, processId: await openProcess(manager, process) };
}

/** Stops what is under way, one migration or all of an automation's. Who was told already goes over; nobody else does. */
export async function stopMigrations(
  manager: EntityManager,
  which: { organizationId: string; automationId: string; migrationId?: string },
  because: string,
): Promise<string[]> {
  const [stopped] = await manager.query<[Array<{ id: string }>, number]>(
    `UPDATE run_migrations SET state = 'stopped', stopped_because = $4
      WHERE organization_id = $1 AND automation_id = $2 AND ($3::uuid IS NULL OR id = $3) AND state IN ('running', 'paused')
      RETURNING id`,
    [which.organizationId, which.automationId, which.migrationId ?? null, because],
  );
  const ids = stopped.map(({ id }) => id);
  if (ids.length > 0)
    await manager.query(
      `UPDATE run_migration_items SET state = 'skipped', settled_at = clock_timestamp(), detail = $2
        WHERE migration_id = ANY($1) AND state = 'planned'`,
      [ids, because],
    );
  return ids;
}
