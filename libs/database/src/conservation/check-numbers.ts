import type { DataSource, EntityManager } from 'typeorm';
import { checkAuditChain } from '../auditing/audit-chain.ts';
import type { WrongNumbers } from './number-checks.ts';

/** The hour of the night, by the school's clock. */
const AT_NIGHT = `interval '3 hours'`;

/** Whoever entered a step is there, went on or left; and the runs' own states say the same of who is there. One snapshot. */
const COUNT = `
WITH visits AS (
  SELECT s.version_id, s.step_id, count(*)::int AS entered,
         (count(*) FILTER (WHERE s.left_at IS NULL AND s.state IN ('running', 'waiting', 'blocked', 'held')))::int AS here,
         (count(*) FILTER (WHERE s.left_at IS NOT NULL AND s.state IN ('left', 'exited')))::int AS gone
    FROM step_runs s JOIN automation_versions v ON v.id = s.version_id AND v.organization_id = $1
   WHERE s.organization_id = $1 GROUP BY 1, 2),
tokens AS (
  SELECT t ->> 'versionId' AS version_id, t ->> 'stepId' AS step_id, count(*)::int AS tokens
    FROM runs r CROSS JOIN LATERAL jsonb_array_elements(r.state -> 'tokens') t
   WHERE r.organization_id = $1 AND r.finished_at IS NULL GROUP BY 1, 2),
counted AS (
  SELECT COALESCE(v.version_id::text, t.version_id) AS version_id, COALESCE(v.step_id, t.step_id) AS step_id,
         COALESCE(v.entered, 0) AS entered, COALESCE(v.here, 0) AS here, COALESCE(v.gone, 0) AS gone,
         COALESCE(t.tokens, 0) AS tokens
    FROM visits v FULL JOIN tokens t ON t.version_id = v.version_id::text AND t.step_id = v.step_id),
wrong AS (SELECT * FROM counted WHERE entered <> here + gone OR here <> tokens ORDER BY version_id, step_id LIMIT 50)
INSERT INTO number_checks (organization_id, steps, visits, wrong, mended)
SELECT $1, (SELECT count(*) FROM counted), (SELECT COALESCE(sum(entered), 0) FROM counted),
       COALESCE((SELECT jsonb_agg(jsonb_build_object('versionId', version_id, 'stepId', step_id, 'entered', entered,
                          'here', here, 'gone', gone, 'tokens', tokens)) FROM wrong), '[]'),
       (SELECT count(*) FROM sweep_findings WHERE organization_id = $1 AND at > clock_timestamp() - interval '24 hours')
RETURNING id, wrong`;

/** What the count of a night found. */
export interface NightlyCount {
  /** What does not add up. */
  wrong: WrongNumbers[];
  /** The first place at which the chain of the audit log is broken; null: it is whole. */
  auditBrokenAt: number | null;
}

/** Counts every step and version of a school and writes down what it came to. */
export async function checkNumbers(
  manager: EntityManager,
  organizationId: string,
): Promise<{ id: string; wrong: WrongNumbers[] }> {
  const [row] = await manager.query<[{ id: string; wrong: WrongNumbers[] }]>(COUNT, [organizationId]);
  return row;
}

/** Works out the chain of the audit log of a school, for the count of this night. It may take a while, and locks nothing. */
async function checkAudit(
  manager: EntityManager,
  { id, organizationId }: { id: string; organizationId: string },
): Promise<number | null> {
  const { entries, head, brokenAt } = await checkAuditChain(manager, organizationId);
  await manager.query(
    `UPDATE number_checks SET audit_entries = $2, audit_head = decode($3, 'hex'), audit_broken_at = $4 WHERE id = $1`,
    [id, entries, brokenAt === null ? head : null, brokenAt],
  );
  return brokenAt;
}

/** Locks a school, that one or any, that has not been looked at since its last night. */
async function lockDueSchool(manager: EntityManager, organizationId: string | null): Promise<string | null> {
  const [due] = await manager.query<Array<{ id: string }>>(
    `SELECT o.id FROM organizations o
      WHERE ($1::uuid IS NULL OR o.id = $1)
        AND NOT EXISTS (SELECT 1 FROM number_checks c WHERE c.organization_id = o.id AND c.at >=
              (date_trunc('day', (clock_timestamp() AT TIME ZONE o.time_zone) - ${AT_NIGHT}) + ${AT_NIGHT}) AT TIME ZONE o.time_zone)
      ORDER BY o.id LIMIT 1 FOR NO KEY UPDATE OF o SKIP LOCKED`,
    [organizationId],
  );
  return due?.id ?? null;
}

/**
 * Checks the numbers of a school that has not been looked at since its last night. Several workers share the work. Null:
 * there is none.
 */
export async function checkDueNumbers(
  dataSource: DataSource,
): Promise<(NightlyCount & { organizationId: string }) | null> {
  const counted = await countDueSchool(dataSource);
  if (counted === null) return null;
  const { organizationId, wrong } = counted;
  return { organizationId, wrong, auditBrokenAt: await checkAudit(dataSource.manager, counted) };
}

function countDueSchool(
  dataSource: DataSource,
): Promise<{ id: string; organizationId: string; wrong: WrongNumbers[] } | null> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    for (;;) {
      const due = await lockDueSchool(manager, null);
      if (due === null) return null;
      // Another worker may have counted it after our statement began and before we had the lock: look again behind it.
      if ((await lockDueSchool(manager, due)) === null) continue;
      return { organizationId: due, ...(await checkNumbers(manager, due)) };
    }
  });
}
