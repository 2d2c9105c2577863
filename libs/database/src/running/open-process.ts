import type { EntityManager } from 'typeorm';
import type { ProcessKind } from '@gradus/contracts';

/** A process and the row that it is about. */
export interface NewProcess {
  organizationId: string;
  kind: ProcessKind;
  subjectId: string;
  simulated: boolean;
}

/**
 * Writes the row of a domain process, in the transaction of the row it is about. After the commit ring its workflow
 * (`processBell`); when Temporal is away the sweep does it. A process that exists already stays as it is but is due now:
 * whoever opens it has changed something it should look at, and that bell may be lost as well. One that was withdrawn
 * begins anew.
 */
export async function openProcess(manager: EntityManager, process: NewProcess): Promise<string> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO processes AS p (organization_id, kind, subject_id, simulated) VALUES ($1, $2, $3, $4)
     ON CONFLICT (kind, subject_id) DO UPDATE SET wake_at = LEAST(p.wake_at, clock_timestamp()),
       state = CASE p.outcome WHEN 'withdrawn' THEN 'open' ELSE p.state END,
       ended_at = CASE p.outcome WHEN 'withdrawn' THEN NULL ELSE p.ended_at END, outcome = NULLIF(p.outcome, 'withdrawn')
     RETURNING id`,
    [process.organizationId, process.kind, process.subjectId, process.simulated],
  );
  return row!.id;
}

/** The same, begun anew if it had ended or is blocked: there is something to see to again. */
export async function openProcessAnew(manager: EntityManager, process: NewProcess): Promise<string> {
  const processId = await openProcess(manager, process);
  await manager.query(
    `UPDATE processes SET state = 'open', outcome = NULL, ended_at = NULL, round = round + 1, problem_code = NULL,
            problem_detail = NULL, wake_at = clock_timestamp() WHERE id = $1 AND state <> 'open'`,
    [processId],
  );
  return processId;
}

/**
 * Makes the process about a row due now, in the transaction that has changed the row: should the bell be lost, the sweep rings.
 * Answers its id, to be rung after the commit; null: there is none.
 */
export async function wakeProcess(
  manager: EntityManager,
  kind: ProcessKind,
  subjectId: string,
): Promise<string | null> {
  const [rows] = await manager.query<[Array<{ id: string }>, number]>(
    'UPDATE processes SET wake_at = clock_timestamp() WHERE kind = $1 AND subject_id = $2 RETURNING id',
    [kind, subjectId],
  );
  return rows[0]?.id ?? null;
}
