import type { EntityManager } from 'typeorm';

export interface AuditedAction {
  organizationId: string;
  actorId: string;
  /** `area.verb`, e.g. `run.retry`. */
  action: string;
  subjectKind: string;
  subjectId: string;
  reason?: string;
  data?: Record<string, unknown>;
}

/** Writes who did what to whom and why, in the transaction that does it. */
export async function recordAudit(manager: EntityManager, entry: AuditedAction): Promise<void> {
  await manager.query(
    `INSERT INTO audit_log (organization_id, actor_id, action, subject_kind, subject_id, reason, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.organizationId,
      entry.actorId,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      (entry.reason ?? '').slice(0, 500),
      entry.data ?? {},
    ],
  );
}
