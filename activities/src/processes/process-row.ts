import type { DataSource, EntityManager } from 'typeorm';
import type { ProcessKind } from '@gradus/contracts';
import { recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import type { ActivityParts } from '../activity-parts.ts';

export interface ProcessRow {
  id: string;
  organizationId: string;
  kind: ProcessKind;
  subjectId: string;
  state: 'open' | 'blocked' | 'ended';
  problemCode: string | null;
  simulated: boolean;
}

/** Room for an attempt between two signs of life. */
const GRACE_SECONDS = 90;

/** Reads a process and says that its workflow is there; the sweep leaves it alone for a while. */
export async function attend(
  db: DataSource | EntityManager,
  processId: string,
  waitMs = 0,
): Promise<ProcessRow> {
  const [rows] = await db.query<
    [
      Array<{
        organization_id: string;
        kind: ProcessKind;
        subject_id: string;
        state: ProcessRow['state'];
        problem_code: string | null;
        simulated: boolean;
      }>,
      number,
    ]
  >(
    `UPDATE processes SET attended_at = clock_timestamp(), sweep_attempts = 0, sweep_at = NULL,
            wake_at = clock_timestamp() + make_interval(secs => $2)
      WHERE id = $1 RETURNING organization_id, kind, subject_id, state, problem_code, simulated`,
    [processId, waitMs / 1000 + GRACE_SECONDS],
  );
  const [row] = rows;
  if (!row) throw new Error(`No process ${processId}.`);
  return {
    id: processId,
    organizationId: row.organization_id,
    kind: row.kind,
    subjectId: row.subject_id,
    state: row.state,
    problemCode: row.problem_code,
    simulated: row.simulated,
  };
}

/** The process has reached its end; running it again from the top finds nothing to do. */
export async function endProcess(
  db: DataSource | EntityManager,
  processId: string,
  outcome: string,
): Promise<void> {
  await db.query(
    `UPDATE processes SET state = 'ended', outcome = $2, ended_at = clock_timestamp(), problem_code = NULL,
            problem_detail = NULL WHERE id = $1 AND state <> 'ended'`,
    [processId, outcome],
  );
}

/** Plans an effect of a process. One that was refused earlier gets a new try: an operator reopened the process. */
export async function planProcessEffect(
  manager: EntityManager | DataSource,
  process: ProcessRow,
  kind: string,
  key: string,
): Promise<void> {
  await manager.query(
    `INSERT INTO effects AS e (organization_id, process_id, key, kind) VALUES ($1, $2, $3, $4)
     ON CONFLICT (organization_id, key) DO UPDATE
        SET try = e.try + (e.state = 'refused')::int, state = 'planned', retrying_since = NULL, settled_at = NULL
      WHERE e.state IN ('refused', 'unknown', 'cancelled')`,
    [process.organizationId, process.id, key, kind],
  );
}

export interface ProcessProblem {
  processId: string;
  code: string;
  detail: string;
  definitive: boolean;
}

/** What every process needs: writing down that it is blocked. */
export function processActivities(parts: ActivityParts) {
  return {
    /**
     * The retries of a process are spent, or a provider said no: it stays open as a row, blocked, with the reason, until
     * an operator decides. Conditional updates, so safe to repeat.
     */
    async recordBlockedProcess({ processId, code, detail, definitive }: ProcessProblem): Promise<void> {
      const organizationId = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
        await manager.query(
          `UPDATE effects SET state = $2, settled_at = clock_timestamp(), next_attempt_at = NULL
            WHERE process_id = $1 AND state IN ('planned', 'claimed')`,
          [processId, definitive ? 'refused' : 'unknown'],
        );
        if (definitive) await lockRefund(manager, processId);
        const [rows] = await manager.query<[Array<{ organization_id: string }>, number]>(
          `UPDATE processes p SET state = 'blocked',
                  problem_code = COALESCE(e.problem_code, $2), problem_detail = COALESCE(e.problem_detail, $3)
             FROM (SELECT 1) AS one LEFT JOIN LATERAL (SELECT problem_code, problem_detail FROM effects
                    WHERE process_id = $1 AND problem_code IS NOT NULL ORDER BY created_at DESC LIMIT 1) e ON true
            WHERE p.id = $1 AND p.state = 'open' RETURNING p.organization_id`,
          [processId, code.slice(0, 80), detail.slice(0, 500)],
        );
        await manager.query(
          `UPDATE submissions s SET state = 'blocked' FROM processes p
            WHERE p.id = $1 AND p.kind = 'gradeSubmission' AND s.id = p.subject_id AND s.state IN ('submitted', 'grading')`,
          [processId],
        );
        await failCredential(manager, processId);
        if (definitive) await failRefund(manager, processId);
        return rows[0]?.organization_id;
      });
      if (organizationId) await parts.live.publish([topics.work(organizationId)]);
    },
  };
}

/** A refund is locked before its process, as by whoever hears of it from the provider: otherwise each might wait for the other. */
async function lockRefund(manager: EntityManager, processId: string): Promise<void> {
  await manager.query(
    `SELECT 1 FROM refunds f WHERE f.id = (SELECT p.subject_id FROM processes p WHERE p.id = $1 AND p.kind = 'refundPayment')
        FOR NO KEY UPDATE`,
    [processId],
  );
}

/** A refund that was refused gives back nothing; what was promised to it may be promised again. */
async function failRefund(manager: EntityManager, processId: string): Promise<void> {
  await manager.query(
    `UPDATE refunds f SET state = 'failed' FROM processes p
      WHERE p.id = $1 AND p.kind = 'refundPayment' AND f.id = p.subject_id AND f.state = 'open'`,
    [processId],
  );
}

/** A certificate that could not be issued is a fact: the run that waits for it takes its error way, or is blocked. */
async function failCredential(manager: EntityManager, processId: string): Promise<void> {
  const [rows] = await manager.query<
    [
      Array<{ id: string; organization_id: string; user_id: string; enrollment_id: string; round: number }>,
      number,
    ]
  >(
    `UPDATE credentials c SET state = 'failed' FROM processes p
      WHERE p.id = $1 AND p.kind = 'issueCertificate' AND p.state = 'blocked' AND c.id = p.subject_id AND c.state = 'issuing'
      RETURNING c.id, c.organization_id, c.user_id, c.enrollment_id, p.round`,
    [processId],
  );
  for (const row of rows)
    await recordEvent(manager, {
      organizationId: row.organization_id,
      type: 'credential.failed',
      key: `credential.failed:${row.id}:${row.round}`,
      userId: row.user_id,
      enrollmentId: row.enrollment_id,
    });
}
