import type { DataSource, EntityManager } from 'typeorm';
import type { ProcessInput, Retries } from '@gradus/contracts';
import { type StatusPlace, lockEnrollment, placeInStatusList, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import { STATUS_LIST_PLACES, issueCredential } from '@gradus/integrations/credentials';
import type { ActivityParts } from '../activity-parts.ts';
import { claimEffect, settleEffect } from '../ledger/claim.ts';
import { throughLedger } from '../ledger/through-ledger.ts';
import { type ProcessRow, attend, endProcess, planProcessEffect } from '../processes/process-row.ts';

export interface IssuingOutlook {
  next: 'issue' | 'end';
  effectKey: string;
  retries: Retries;
}

interface CredentialRow {
  id: string;
  state: string;
  enrollment_id: string;
  course_id: string;
  user_id: string;
  email: string;
  recipient_name: string;
  school: string;
  course_key: string;
  achievement: { name: string; description: string; criteria: string };
  created_at: Date;
}

/** Issuing a certificate: the row exists since the run's effect, here it is signed. */
export function credentialActivities(parts: ActivityParts) {
  return {
    /** Whether there is anything left to sign. A process that an operator reopened begins again. */
    async lookAtCredential({ processId }: ProcessInput): Promise<IssuingOutlook> {
      const seen = await readCredential(parts.dataSource, processId);
      // What is to be signed says so itself, in the transaction that signs it.
      if (seen.process.state === 'open' && seen.row.state === 'issuing')
        return { next: 'issue', effectKey: keyOf(seen.row), retries: parts.retries };
      const { process, row } = await attendCredential(parts.dataSource, processId);
      const next = process.state === 'ended' || row.state !== 'issuing' ? 'end' : 'issue';
      if (next === 'end') await endProcess(parts.dataSource, processId, row.state);
      return { next, effectKey: keyOf(row), retries: parts.retries };
    },

    /** Signs once: same id, same key, same content, and the ledger row closes with the document. */
    async signCredential({ processId }: ProcessInput): Promise<void> {
      const row = (await signAtOnce(parts, processId)) ?? (await signPatiently(parts, processId));
      if (row)
        await parts.live.publish([
          topics.enrollment(row.enrollment_id),
          topics.course(row.course_id),
          topics.outbox,
        ]);
    },
  };
}

/** Signing touches nothing outside, so that all of it fits in one transaction. Null: it did not go well; nothing is written. */
async function signAtOnce(parts: ActivityParts, processId: string): Promise<CredentialRow | null> {
  try {
    return await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
      const { process, row } = await attendCredential(manager, processId);
      if (row.state !== 'issuing') return row;
      await planProcessEffect(manager, process, 'sign', keyOf(row));
      const claim = await claimEffect(manager, keyOf(row), CLAIM_SECONDS);
      if (claim.state !== 'claimed') throw new Error('Somebody else signs it.');
      const document = await sign(parts, row, await placeOf(manager, process, row));
      const outcome = await writeIssued(manager, process, row, document);
      await settleEffect(manager, claim.effect, outcome);
      return row;
    });
  } catch {
    return null;
  }
}

/** The careful way: what goes wrong is written down in the ledger and tried again. */
async function signPatiently(parts: ActivityParts, processId: string): Promise<CredentialRow | null> {
  const begun = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    const { process, row } = await attendCredential(manager, processId);
    if (row.state !== 'issuing') return null;
    await planProcessEffect(manager, process, 'sign', keyOf(row));
    const place = await placeOf(manager, process, row);
    return { process, row, place, claim: await claimEffect(manager, keyOf(row), CLAIM_SECONDS) };
  });
  if (!begun) return null;
  const { process, row, place, claim } = begun;
  await throughLedger(parts, {
    key: keyOf(row),
    claimSeconds: CLAIM_SECONDS,
    claim,
    call: () => sign(parts, row, place),
    settle: (manager, _effect, document) => writeIssued(manager, process, row, document),
  });
  return row;
}

const CLAIM_SECONDS = 20;
const keyOf = (row: { id: string }) => `credential:${row.id}`;

/** Reads a credential and says that its process is attended; one that failed is to be issued after all, as long as it is open. */
async function attendCredential(
  db: DataSource | EntityManager,
  processId: string,
): Promise<{ process: ProcessRow; row: CredentialRow }> {
  const process = await attend(db, processId);
  await db.query(`UPDATE credentials SET state = 'issuing' WHERE id = $1 AND state = 'failed' AND $2`, [
    process.subjectId,
    process.state === 'open',
  ]);
  return { process, row: (await readCredential(db, processId)).row };
}

async function readCredential(
  db: DataSource | EntityManager,
  processId: string,
): Promise<{ process: Pick<ProcessRow, 'state'>; row: CredentialRow }> {
  const [row] = await db.query<Array<CredentialRow & { process_state: ProcessRow['state'] }>>(
    `SELECT c.id, c.state, c.enrollment_id, e.course_id, c.user_id, u.email, p.state AS process_state,
            c.recipient_name, o.name AS school, k.key AS course_key, k.credential AS achievement, c.created_at
       FROM processes p JOIN credentials c ON c.id = p.subject_id
       JOIN enrollments e ON e.id = c.enrollment_id JOIN courses k ON k.id = e.course_id
       JOIN users u ON u.id = c.user_id JOIN organizations o ON o.id = c.organization_id WHERE p.id = $1`,
    [processId],
  );
  if (!row) throw new Error(`There is no credential of process ${processId}.`);
  return { process: { state: row.process_state }, row };
}

/** Kept with the row, so that signing again names the same place. */
const placeOf = (manager: EntityManager, { organizationId }: ProcessRow, { id }: CredentialRow) =>
  placeInStatusList(manager, organizationId, id, STATUS_LIST_PLACES);

function sign(
  parts: ActivityParts,
  row: CredentialRow,
  { listId, index }: StatusPlace,
): Promise<Record<string, unknown>> {
  return issueCredential({
    id: `${parts.publicUrl}/credentials/${row.id}`,
    seed: parts.issuerSeed,
    issuer: { name: row.school, url: parts.publicUrl },
    achievement: { id: `${parts.publicUrl}/achievements/${row.course_key}`, ...row.achievement },
    recipient: { name: row.recipient_name, email: row.email },
    // From the row, so that signing again gives the same document.
    validFrom: row.created_at,
    status: { list: `${parts.publicUrl}/api/status-lists/${listId}`, index },
  });
}

async function writeIssued(
  manager: EntityManager,
  process: ProcessRow,
  row: CredentialRow,
  document: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  await lockEnrollment(manager, row.enrollment_id);
  const [, issued] = await manager.query<[unknown[], number]>(
    `UPDATE credentials SET state = 'issued', document = $2, issued_at = clock_timestamp() WHERE id = $1 AND state = 'issuing'`,
    [row.id, JSON.stringify(document)],
  );
  if (issued === 0) return { credentialId: row.id, withdrawn: true };
  const [, completed] = await manager.query<[unknown[], number]>(
    `UPDATE enrollments SET state = 'completed', completed_at = clock_timestamp() WHERE id = $1 AND state = 'active'`,
    [row.enrollment_id],
  );
  const about = {
    organizationId: process.organizationId,
    userId: row.user_id,
    enrollmentId: row.enrollment_id,
    courseId: row.course_id,
  };
  await recordEvent(manager, { ...about, type: 'credential.issued', key: `credential.issued:${row.id}` });
  if (completed === 1)
    await recordEvent(manager, {
      ...about,
      type: 'enrollment.completed',
      key: `enrollment.completed:${row.enrollment_id}`,
    });
  await endProcess(manager, process.id, 'issued');
  return { credentialId: row.id };
}
