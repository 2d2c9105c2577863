import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { CLAIM_SECONDS } from '@gradus/activities';
import { type Message, type Prepared, askOnce } from '@gradus/database';
import type { Settings } from '@gradus/flow';

/** Everything a template may name, read at the moment of claiming, so that a queued mail never carries a stale name. */
export interface Letter {
  email: string | null;
  name: string;
  zone: string;
  school: string;
  refused: boolean;
  disabled: boolean;
  personSimulated: boolean;
  courseId: string | null;
  courseTitle: string | null;
  credentialId: string | null;
  moduleTitle: string | null;
  nextUnlock: Date | null;
  /** Of the step it came from; null: there is none any more, or it is a system mail. */
  subject: string | null;
  body: string | null;
}

export interface ClaimedMessage extends Letter {
  id: string;
  organizationId: string;
  userId: string;
  runId: string | null;
  stepId: string | null;
  key: string;
  try: number;
  attempt: number;
  category: 'transactional' | 'marketing';
  channel: 'mail' | 'inApp' | 'both';
  /** It was shown in-app already, at an earlier attempt. */
  shown: boolean;
  /** It was let past the frequency cap at an earlier attempt. */
  counted: boolean;
  purpose: Message['purpose'];
  payload: Record<string, string>;
  /** Ids of the generated texts that are its own, by name; null: it was queued before they were noted, or uses none. */
  texts: Record<string, string> | null;
  taskId: string | null;
  taskDetails: string | null;
  /** Whom the task is about. */
  taskPerson: string | null;
  awaited: boolean;
  /** Of the automation it belongs to, in the version that sends it; null: it belongs to none. */
  settings: Settings | null;
  clockOrigin: Date | null;
  speed: number | null;
  schoolZone: string;
  /** Since the first try of this round, by the database's clock. */
  triedForSeconds: number;
  expired: boolean;
  /** An operator has ended its run, or the step that waited for it was left, while a relay had it in hand. */
  unwanted: boolean;
  claim: string;
  /** Others are due as well. */
  more: boolean;
}

/** Names a claim: nobody else's is the same. */
export const newClaim = (): string => randomBytes(9).toString('base64url');

/** What is in somebody's hand stays in `due_messages` until it is settled, so that a lapsed claim is found again. */
const DUE = `due_messages d JOIN messages g ON g.id = d.message_id
   WHERE d.due_at <= clock_timestamp() AND d.message_id IS DISTINCT FROM $2::uuid
     AND (g.state = 'planned' OR g.state = 'claimed' AND g.claimed_until < clock_timestamp())`;

/**
 * The one message that has waited longest, claimed as $1 and read with all its mail needs; $2 is not taken. Several relays
 * share the work; a claim that lapsed (a killed worker) is free again, and the mail then goes out with the same Message-ID.
 */
const CLAIM = `
due AS MATERIALIZED (
  SELECT g.id FROM ${DUE} ORDER BY d.due_at FOR NO KEY UPDATE OF g SKIP LOCKED LIMIT 1),
c AS (
  UPDATE messages SET state = 'claimed', attempt = attempt + 1, claimed_by = $1,
         claimed_until = clock_timestamp() + interval '${CLAIM_SECONDS} seconds',
         retrying_since = COALESCE(retrying_since, clock_timestamp())
    FROM due WHERE messages.id = due.id RETURNING messages.*)
${letterOf()}`;

/** All that a mail needs of a message `c` that is claimed. $2: as in {@link DUE}. */
function letterOf(): string {
  return `SELECT c.id, c.organization_id AS "organizationId", c.user_id AS "userId", c.run_id AS "runId",
       c.step_id AS "stepId", c.key, c.try, c.attempt, c.category, c.channel, c.purpose, c.payload, c.payload->'texts' AS texts,
       c.task_id AS "taskId",
       t.details AS "taskDetails", tp.name AS "taskPerson", c.awaited, c.claimed_by AS claim,
       EXTRACT(EPOCH FROM clock_timestamp() - c.retrying_since)::double precision AS "triedForSeconds",
       EXISTS (SELECT 1 FROM notices n WHERE n.message_id = c.id) AS shown,
       c.counted_at IS NOT NULL AS counted,
       COALESCE(c.valid_until < clock_timestamp(), false) AS expired,
       COALESCE(t.state <> 'open', false) OR COALESCE(r.outcome = 'exited', false) OR c.awaited AND EXISTS (
         SELECT 1 FROM step_runs s WHERE s.run_id = c.run_id AND s.step_id = c.step_id AND s.visit = c.visit
            AND s.left_at IS NOT NULL) AS unwanted,
       EXISTS (SELECT 1 FROM ${DUE} AND g.id <> c.id) AS more,
       u.email, COALESCE(u.name, '') AS name, COALESCE(u.time_zone, 'UTC') AS zone, o.name AS school,
       m.marketing_refused_at IS NOT NULL AS refused, u.disabled_at IS NOT NULL AS disabled,
       COALESCE(u.simulated, false) AS "personSimulated", e.course_id AS "courseId", k.title AS "courseTitle",
       cr.id AS "credentialId",
       (SELECT min(COALESCE(mu.unlock_at, mu.expected_at)) FROM module_unlocks mu
         WHERE mu.enrollment_id = e.id AND COALESCE(mu.unlock_at, mu.expected_at) > clock_timestamp()) AS "nextUnlock",
       v.definition->'settings' AS settings, r.clock_origin AS "clockOrigin", r.speed, o.time_zone AS "schoolZone",
       COALESCE(t.title, v.definition->'steps'->c.step_id->'config'->>'subject') AS subject,
       v.definition->'steps'->c.step_id->'config'->>'body' AS body,
       -- The module that the mail is about, as the engine said; of one queued before it did, the last released before it.
       (SELECT mo.title FROM modules mo WHERE mo.course_version_id = e.course_version_id AND mo.key =
         CASE WHEN c.payload ? 'module' THEN c.payload->>'module' ELSE (
         SELECT x.data->>'module' FROM run_events x
          WHERE x.run_id = c.run_id AND x.type = 'released' AND x.seq < COALESCE((
                  SELECT min(y.seq) FROM run_events y
                   WHERE y.run_id = c.run_id AND y.type = 'message' AND y.data->>'key' = c.key), 2147483647)
          ORDER BY x.seq DESC LIMIT 1) END) AS "moduleTitle"
  FROM c
  JOIN organizations o ON o.id = c.organization_id
  LEFT JOIN users u ON u.id = c.user_id
  LEFT JOIN memberships m ON m.organization_id = c.organization_id AND m.user_id = c.user_id
  LEFT JOIN runs r ON r.id = c.run_id
  LEFT JOIN tasks t ON t.id = c.task_id
  LEFT JOIN users tp ON tp.id = t.user_id
  LEFT JOIN enrollments e ON e.id = COALESCE(r.enrollment_id, t.enrollment_id, (c.payload->>'enrollmentId')::uuid)
  LEFT JOIN courses k ON k.id = e.course_id
  LEFT JOIN credentials cr ON cr.enrollment_id = e.id
  LEFT JOIN automation_versions v ON v.id = c.version_id`;
}

const READ_HANDED: Prepared = {
  name: 'read-handed-message',
  text: `
WITH c AS MATERIALIZED (
  SELECT * FROM messages WHERE id = $3 AND state = 'claimed' AND claimed_by = $1
     AND claimed_until > clock_timestamp() + interval '${CLAIM_SECONDS - 5} seconds')
${letterOf()}`,
};

/** A message that its turn has put into our hand; null: it is not there any more, or we come too late for it. */
export async function readHanded(
  dataSource: DataSource,
  { messageId, claim }: { messageId: string; claim: string },
): Promise<ClaimedMessage | null> {
  const [row] = await askOnce<ClaimedMessage>(dataSource, READ_HANDED, [claim, null, messageId]);
  return row ?? null;
}

const CLAIM_NEXT: Prepared = { name: 'claim-message', text: `WITH ${CLAIM}` };

/** Claims the next message; null: none is due. */
export async function claimMessage(dataSource: DataSource): Promise<ClaimedMessage | null> {
  const [row] = await askOnce<ClaimedMessage>(dataSource, CLAIM_NEXT, [newClaim(), null]);
  return row ?? null;
}

/** The fact ($3) beside the settled row, for those who listen or start by it: hardly any drawing waits for its mails. */
const FACT = `INSERT INTO domain_events (organization_id, type, key, user_id, enrollment_id, data)
     SELECT s.organization_id, $3::text, $3::text || ':' || s.id, s.user_id, r.enrollment_id, jsonb_build_object('message', s.id)
       FROM settled s LEFT JOIN runs r ON r.id = s.run_id
      WHERE EXISTS (SELECT 1 FROM runs o
                      JOIN automation_versions v ON v.id = o.version_id OR v.id = ANY(o.beside_version_ids)
                     WHERE o.user_id = s.user_id AND o.organization_id = s.organization_id
                       AND o.finished_at IS NULL AND $3::text = ANY(v.listens))
         OR EXISTS (SELECT 1 FROM automations a
                     WHERE a.organization_id = s.organization_id AND a.starts_on = $3::text)
     ON CONFLICT (organization_id, key) DO NOTHING`;

const DELIVERED = `
WITH settled AS (
  UPDATE messages SET state = 'done', settled_at = clock_timestamp(), problem_code = NULL, problem_detail = NULL,
         claimed_by = NULL, claimed_until = NULL
   WHERE id = $2 AND state = 'claimed' AND claimed_by = $4 RETURNING *),
fact AS (${FACT})`;

const SETTLE: Prepared = {
  name: 'settle-message',
  text: `${DELIVERED} SELECT $1::text IS NULL FROM settled`,
};
const SETTLE_AND_CLAIM: Prepared = { name: 'settle-and-claim-message', text: `${DELIVERED}, ${CLAIM}` };

/** Closes a message that was handed to the mail server, and with the same statement claims the next if one is wanted. */
export async function markDelivered(
  dataSource: DataSource,
  message: ClaimedMessage,
  claimNext: boolean,
): Promise<ClaimedMessage | null> {
  const values = [newClaim(), message.id, 'message.delivered', message.claim];
  if (!claimNext) {
    await askOnce(dataSource, SETTLE, values);
    return null;
  }
  const [next] = await askOnce<ClaimedMessage>(dataSource, SETTLE_AND_CLAIM, values);
  return next ?? null;
}

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
