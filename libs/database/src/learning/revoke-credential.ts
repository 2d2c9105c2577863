import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';

/** Whose certificate is taken back, why, and who says so. */
export interface Revocation {
  organizationId: string;
  enrollmentId: string;
  /** Public. */
  reason: string;
  /** Null: no person, but what `data` names. */
  actorId: string | null;
  /** Kept with the audit log. */
  data: Record<string, unknown>;
}

/** The certificate is being signed at this moment: what comes of it has to be waited for. Passes by itself. */
export class CredentialBeingIssuedError extends Error {
  readonly code = 'credential.being-issued';
  constructor() {
    super('The certificate is being issued just now. It can be revoked as soon as that is done.');
  }
}

/**
 * Takes a certificate back, in the caller's transaction: its page says so with date and reason, the event tells automations,
 * the audit log who it was, and a message the learner. Doing it twice is doing it once, and the first reason stays. Null: there is none to take back.
 *
 * @throws CredentialBeingIssuedError
 */
export async function revokeCredential(
  manager: EntityManager,
  { organizationId, enrollmentId, actorId, data, ...said }: Revocation,
): Promise<{ credentialId: string; news: boolean } | null> {
  const [row] = await manager.query<Array<{ id: string; state: string; user_id: string; course_id: string }>>(
    `SELECT c.id, c.state, c.user_id, e.course_id FROM credentials c JOIN enrollments e ON e.id = c.enrollment_id
      WHERE c.enrollment_id = $1 AND c.organization_id = $2 FOR NO KEY UPDATE OF c`,
    [enrollmentId, organizationId],
  );
  if (!row || row.state === 'failed') return null;
  if (row.state === 'issuing') throw new CredentialBeingIssuedError();
  if (row.state === 'revoked') return { credentialId: row.id, news: false };
  const reason = said.reason.slice(0, 200);
  await manager.query(
    `UPDATE credentials SET state = 'revoked', revoked_at = clock_timestamp(), revoked_reason = $2 WHERE id = $1`,
    [row.id, reason],
  );
  await manager.query(
    `INSERT INTO audit_log (organization_id, actor_id, action, subject_kind, subject_id, reason, data)
     VALUES ($1, $2, 'credential.revoke', 'credential', $3, $4, $5)`,
    [organizationId, actorId, row.id, reason, data],
  );
  await tellLearner(manager, row.id, reason);
  await recordEvent(manager, {
    organizationId,
    type: 'credential.revoked',
    key: `credential.revoked:${row.id}`,
    userId: row.user_id,
    enrollmentId,
    courseId: row.course_id,
  });
  return { credentialId: row.id, news: true };
}

/** By mail and in-app: what stands on a public page about somebody must not be news to them. */
async function tellLearner(manager: EntityManager, credentialId: string, reason: string): Promise<void> {
  await manager.query(
    `INSERT INTO messages (organization_id, user_id, key, category, channel, purpose, payload, subject, simulated)
     SELECT c.organization_id, c.user_id, 'certificate-revoked:' || c.id, 'transactional', 'both', 'certificate-revoked',
            jsonb_build_object('enrollmentId', c.enrollment_id, 'reason', $2::text), 'Your certificate was revoked', e.simulated
       FROM credentials c JOIN enrollments e ON e.id = c.enrollment_id WHERE c.id = $1
     ON CONFLICT (organization_id, key) DO NOTHING`,
    [credentialId, reason],
  );
}
