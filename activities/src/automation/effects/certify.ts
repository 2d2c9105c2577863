import { openProcess } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import type { EffectWork } from './effect-work.ts';

/**
 * Done when the credential's row and its process exist: the end of that process is an event, and the step waits for it.
 */
export const certify: EffectWork = {
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const [credential] = await manager.query<Array<{ id: string; simulated: boolean }>>(
      `INSERT INTO credentials AS c (organization_id, enrollment_id, user_id, state, recipient_name, simulated)
       SELECT r.organization_id, r.enrollment_id, r.user_id, 'issuing', u.name, r.simulated
         FROM runs r JOIN users u ON u.id = r.user_id WHERE r.id = $1 AND r.enrollment_id IS NOT NULL
       ON CONFLICT (enrollment_id) DO UPDATE SET state = CASE c.state WHEN 'failed' THEN 'issuing' ELSE c.state END
       RETURNING id, simulated`,
      [effect.runId],
    );
    if (!credential) throw new Error('A certificate needs an enrollment, and this run has none.');
    const processId = await openProcess(manager, {
      organizationId: effect.organizationId,
      kind: 'issueCertificate',
      subjectId: credential.id,
      simulated: credential.simulated,
    });
    return { outcome: { credentialId: credential.id }, ring: processBell('issueCertificate', processId) };
  },
};
