import type { AuditedActionName } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { ANSWERS_KEPT_DAYS, sendersKey } from '../idempotency/senders-key.ts';

export interface AuditedAction {
  organizationId: string;
  actorId: string;
  action: AuditedActionName;
  subjectKind: string;
  subjectId: string;
  reason?: string;
  data?: Record<string, unknown>;
  /** Of the request, its sender's (`sendersKey`): done again because its process died, it is told of once. */
  request?: string;
}

/** The entry by which a request is known when it is sent again. */
export type RequestEntry = Required<Omit<AuditedAction, 'reason' | 'data'>>;

/** Who does this to what, by which request. */
export function requestEntry(
  caller: Pick<Caller, 'organizationId' | 'userId'>,
  key: string,
  about: Pick<AuditedAction, 'action' | 'subjectKind' | 'subjectId'>,
): RequestEntry {
  const { organizationId, userId: actorId } = caller;
  return { organizationId, actorId, ...about, request: sendersKey(caller, key) };
}

/** An entry by which a request is known: after that its key may stand for another one. */
const STILL_KNOWN = `at > now() - interval '${ANSWERS_KEPT_DAYS} days'`;

/** Writes who did what to whom and why, in the transaction that does it. */
export async function recordAudit(manager: EntityManager, entry: AuditedAction): Promise<void> {
  await manager.query(
    `INSERT INTO audit_log (organization_id, actor_id, action, subject_kind, subject_id, reason, data)
     SELECT $1::uuid, $2::uuid, $3::varchar, $4::varchar, $5::varchar, $6::varchar, $7::jsonb
      WHERE $8::text IS NULL OR NOT EXISTS (SELECT 1 FROM audit_log l
            WHERE l.subject_id = $5 AND l.organization_id = $1 AND l.action = $3 AND l.data->>'request' = $8
              AND l.${STILL_KNOWN})`,
    [
      entry.organizationId,
      entry.actorId,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      (entry.reason ?? '').slice(0, 500),
      { ...entry.data, ...(entry.request !== undefined && { request: entry.request }) },
      entry.request ?? null,
    ],
  );
}

/**
 * What the entry of this request tells, where it was carried out already: whoever sends it again, because its process died
 * before it could answer, is answered as the first time. Ask behind the lock that the work takes. Null: it was not.
 */
export async function doneBefore(
  manager: EntityManager,
  entry: RequestEntry,
): Promise<Record<string, unknown> | null> {
  const [row] = await manager.query<Array<{ data: Record<string, unknown> }>>(
    `SELECT data FROM audit_log
      WHERE subject_id = $1 AND organization_id = $2 AND action = $3 AND data->>'request' = $4
        AND ${STILL_KNOWN} LIMIT 1`,
    [entry.subjectId, entry.organizationId, entry.action, entry.request],
  );
  return row?.data ?? null;
}
