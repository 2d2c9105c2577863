import { openProcess } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { failEffectByKey } from '../ledger/claim.ts';
import { throughLedger } from '../ledger/through-ledger.ts';

export interface EffectInput {
  runId: string;
  key: string;
}

/**
 * Does an effect that a run planned. `certify` is done when the credential's row and its process exist: the end of that
 * process is an event, and the step waits for it.
 */
export async function performRunEffect(parts: ActivityParts, { key }: EffectInput): Promise<void> {
  let processId: string | null = null;
  await throughLedger(parts, {
    key,
    claimSeconds: 15,
    call: () => Promise.resolve(),
    settle: async (manager, effect) => {
      const [credential] = await manager.query<Array<{ id: string; simulated: boolean }>>(
        `INSERT INTO credentials AS c (organization_id, enrollment_id, user_id, state, recipient_name, simulated)
         SELECT r.organization_id, r.enrollment_id, r.user_id, 'issuing', u.name, r.simulated
           FROM runs r JOIN users u ON u.id = r.user_id WHERE r.id = $1 AND r.enrollment_id IS NOT NULL
         ON CONFLICT (enrollment_id) DO UPDATE SET state = CASE c.state WHEN 'failed' THEN 'issuing' ELSE c.state END
         RETURNING id, simulated`,
        [effect.runId],
      );
      if (!credential) throw new Error('A certificate needs an enrollment, and this run has none.');
      processId = await openProcess(manager, {
        organizationId: effect.organizationId,
        kind: 'issueCertificate',
        subjectId: credential.id,
        simulated: credential.simulated,
      });
      return { credentialId: credential.id };
    },
  });
  if (processId) await parts.bells.tryRing(processBell('issueCertificate', processId));
}

/** The activity itself is gone (time-out, lost worker, horizon passed): the workflow has its end written down here. */
export async function failEffect(
  parts: ActivityParts,
  failure: EffectInput & { code: string; detail: string; definitive: boolean },
): Promise<void> {
  const problem = failure.definitive ? { code: failure.code, detail: failure.detail } : null;
  await failEffectByKey(parts.dataSource, failure.key, failure.definitive ? 'refused' : 'unknown', problem);
}
