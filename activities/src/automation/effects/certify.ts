import type { EntityManager } from 'typeorm';
import { openProcess } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import { EffectRefusedError } from '../../ledger/problems.ts';
import type { EffectWork, LateEffect } from './effect-work.ts';

/**
 * A certificate nobody has signed yet is withdrawn: the row is as if it had failed, its process ends, and asking for it
 * again begins anew. One that is being signed or is out stands, for a person to judge.
 */
async function withdraw(manager: EntityManager, { outcome }: LateEffect): Promise<boolean> {
  const rows = await manager.query<Array<{ id: string; process_id: string }>>(
    `SELECT c.id, p.id AS process_id FROM credentials c
       JOIN processes p ON p.kind = 'issueCertificate' AND p.subject_id = c.id
      WHERE c.id = $1 AND c.state = 'issuing'
        AND NOT EXISTS (SELECT 1 FROM effects e WHERE e.process_id = p.id AND e.state IN ('claimed', 'done', 'unknown'))
        FOR UPDATE OF c`,
    [outcome['credentialId']],
  );
  const [row] = rows;
  if (!row) return false;
  await manager.query(`UPDATE credentials SET state = 'failed' WHERE id = $1`, [row.id]);
  await manager.query(
    `UPDATE effects SET state = 'cancelled', settled_at = clock_timestamp() WHERE process_id = $1 AND state = 'planned'`,
    [row.process_id],
  );
  await manager.query(
    `UPDATE processes SET state = 'ended', outcome = 'withdrawn', ended_at = clock_timestamp() WHERE id = $1`,
    [row.process_id],
  );
  return true;
}

const REVOKED =
  'The certificate of this course was revoked, and a revoked one is not issued again. Skip the step.';

/**
 * Done when the credential's row and its process exist: the end of that process is an event, and the step waits for it.
 */
export const certify: EffectWork = {
  inTurn: true,
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const [credential] = await manager.query<Array<{ id: string; simulated: boolean; state: string }>>(
      `INSERT INTO credentials AS c (organization_id, enrollment_id, user_id, state, recipient_name, simulated)
       SELECT r.organization_id, r.enrollment_id, r.user_id, 'issuing', u.name, r.simulated
         FROM runs r JOIN users u ON u.id = r.user_id WHERE r.id = $1 AND r.enrollment_id IS NOT NULL
       ON CONFLICT (enrollment_id) DO UPDATE SET state = CASE c.state WHEN 'failed' THEN 'issuing' ELSE c.state END
       RETURNING id, simulated, state`,
      [effect.runId],
    );
    if (!credential) throw new Error('A certificate needs an enrollment, and this run has none.');
    if (credential.state === 'revoked') throw new EffectRefusedError('credential.revoked', REVOKED);
    const processId = await openProcess(manager, {
      organizationId: effect.organizationId,
      kind: 'issueCertificate',
      subjectId: credential.id,
      simulated: credential.simulated,
    });
    return { outcome: { credentialId: credential.id }, ring: processBell('issueCertificate', processId) };
  },
  undo: withdraw,
};
