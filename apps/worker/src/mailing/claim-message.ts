import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

export interface ClaimedMessage {
  id: string;
  organizationId: string;
  userId: string;
  runId: string | null;
  versionId: string | null;
  stepId: string | null;
  key: string;
  try: number;
  attempt: number;
  category: 'transactional' | 'marketing';
  purpose: 'step' | 'verify-email' | 'reset-password' | 'known-address' | 'enrolled-by-hand';
  payload: Record<string, string>;
  awaited: boolean;
  /** Since the first try of this round, by the database's clock. */
  triedForSeconds: number;
  simulated: boolean;
  expired: boolean;
  /** An operator has ended its run, or the step that waited for it was left, while a relay had it in hand. */
  unwanted: boolean;
  claim: string;
}

/** Longer than the mail server's time-outs. */
const CLAIM_SECONDS = 45;

/**
 * Claims the one message that has waited longest. Several relays share the work; a claim that lapsed (a killed worker)
 * is free again, and the mail then goes out with the same Message-ID.
 */
export async function claimMessage(dataSource: DataSource): Promise<ClaimedMessage | null> {
  const claim = randomUUID();
  const [rows] = await dataSource.query<[Array<Omit<ClaimedMessage, 'claim'>>, number]>(
    `UPDATE messages SET state = 'claimed', attempt = attempt + 1, claimed_by = $1,
            claimed_until = clock_timestamp() + interval '${CLAIM_SECONDS} seconds',
            retrying_since = COALESCE(retrying_since, clock_timestamp())
      WHERE id = (SELECT id FROM messages
                   WHERE held_at IS NULL
                     AND ((state = 'planned' AND next_attempt_at <= clock_timestamp())
                       OR (state = 'claimed' AND claimed_until < clock_timestamp()))
                   ORDER BY next_attempt_at FOR UPDATE SKIP LOCKED LIMIT 1)
      RETURNING id, organization_id AS "organizationId", user_id AS "userId", run_id AS "runId",
                version_id AS "versionId", step_id AS "stepId", key, try, attempt, category, purpose, payload, awaited,
                EXTRACT(EPOCH FROM clock_timestamp() - retrying_since)::double precision AS "triedForSeconds", simulated,
                COALESCE(valid_until < clock_timestamp(), false) AS expired,
                EXISTS (SELECT 1 FROM runs r WHERE r.id = run_id AND r.outcome = 'exited')
                  OR awaited AND EXISTS (SELECT 1 FROM step_runs s WHERE s.run_id = messages.run_id
                       AND s.step_id = messages.step_id AND s.visit = messages.visit AND s.left_at IS NOT NULL) AS unwanted`,
    [claim],
  );
  const [row] = rows;
  return row ? { ...row, claim } : null;
}

/** Closes a message that was handed to the mail server. */
export async function markDelivered(dataSource: DataSource, message: ClaimedMessage): Promise<void> {
  await dataSource.query(
    `WITH settled AS (
       UPDATE messages SET state = 'done', settled_at = clock_timestamp(), problem_code = NULL, problem_detail = NULL
        WHERE id = $1 AND state = 'claimed' AND claimed_by = $2 RETURNING *)
     ${FACT}`,
    [message.id, message.claim, 'message.delivered'],
  );
}

/** The fact beside the settled row, for those who listen or start by it: hardly any drawing waits for its mails. */
const FACT = `INSERT INTO domain_events (organization_id, type, key, user_id, enrollment_id, data)
     SELECT s.organization_id, $3::text, $3::text || ':' || s.id, s.user_id, r.enrollment_id, jsonb_build_object('message', s.id)
       FROM settled s LEFT JOIN runs r ON r.id = s.run_id
      WHERE EXISTS (SELECT 1 FROM runs o JOIN automation_versions v ON v.id = o.version_id
                     WHERE o.user_id = s.user_id AND o.organization_id = s.organization_id
                       AND o.finished_at IS NULL AND $3::text = ANY(v.listens))
         OR EXISTS (SELECT 1 FROM automations a
                     WHERE a.organization_id = s.organization_id AND a.starts_on = $3::text)
     ON CONFLICT (organization_id, key) DO NOTHING`;

/** Puts a message back after a passing fault. */
export async function postpone(
  dataSource: DataSource,
  message: ClaimedMessage,
  problem: { code: string; detail: string },
  seconds: number,
): Promise<void> {
  await dataSource.query(
    `UPDATE messages SET state = 'planned', next_attempt_at = clock_timestamp() + make_interval(secs => $3),
            problem_code = $4, problem_detail = $5 WHERE id = $1 AND state = 'claimed' AND claimed_by = $2`,
    [message.id, message.claim, seconds, problem.code, problem.detail.slice(0, 500)],
  );
}

/**
 * Closes a message that will not be delivered. `cancelled`: nobody wants it any more (no consent, too late); a run that
 * waits for the delivery is told `refused` in either case.
 */
export async function markUndelivered(
  dataSource: DataSource,
  message: ClaimedMessage,
  as: 'refused' | 'unknown' | 'cancelled',
  problem: { code: string; detail: string },
): Promise<void> {
  const state = as === 'cancelled' && message.awaited ? 'refused' : as;
  await dataSource.query(
    `WITH settled AS (
       UPDATE messages SET state = $4, settled_at = clock_timestamp(), problem_code = $5, problem_detail = $6
        WHERE id = $1 AND state = 'claimed' AND claimed_by = $2 RETURNING *)
     ${FACT}`,
    [message.id, message.claim, 'message.undelivered', state, problem.code, problem.detail.slice(0, 500)],
  );
}
