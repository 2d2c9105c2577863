import type { EntityManager } from 'typeorm';

/** What an erased person is called wherever a name has to stand. */
export const ERASED_NAME = 'Erased person';

/** The address of an erased account: no mail can be delivered to it, and nobody else can have it. */
const ERASED_EMAIL = `'erased-' || id || '@erased.invalid'`;

/** An account that is blank already. */
const BLANK = `u.email LIKE 'erased-%@erased.invalid' AND NOT EXISTS (
  SELECT 1 FROM data_keys k WHERE k.user_id = u.id AND k.wrapped_key IS NOT NULL)`;

/**
 * In this order, `$1` being the person. What they wrote is sealed with their data key: without it nobody can read it, in backups
 * neither. What counts (grades, orders, visits, the audit) stays, and says nothing of them but an id.
 */
const ERASING: readonly string[] = [
  // In the order of a turn: first the runs, then the places, so that neither waits for the other for ever.
  'SELECT 1 FROM runs WHERE user_id = $1 ORDER BY id FOR NO KEY UPDATE',
  'SELECT 1 FROM enrollments WHERE user_id = $1 ORDER BY id FOR NO KEY UPDATE',
  'SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE',
  // Whoever was told of by their address before they were known: while the address is still there to compare.
  `UPDATE admission_items i SET label = NULL FROM users u WHERE u.id = $1 AND lower(i.label) = lower(u.email)
      AND i.organization_id IN (SELECT organization_id FROM memberships WHERE user_id = $1)`,
  `UPDATE hook_deliveries d SET label = NULL FROM users u WHERE u.id = $1 AND lower(d.label) = lower(u.email)
      AND d.organization_id IN (SELECT organization_id FROM memberships WHERE user_id = $1)`,
  `INSERT INTO data_keys (user_id, wrapped_by, destroyed_at) VALUES ($1, 'destroyed', clock_timestamp())
   ON CONFLICT (user_id) DO UPDATE SET wrapped_key = NULL, destroyed_at = clock_timestamp()`,
  `UPDATE users SET email = ${ERASED_EMAIL}, name = '${ERASED_NAME}', password_hash = '-', time_zone = 'UTC',
          email_verified_at = NULL, token_version = token_version + 1, disabled_at = COALESCE(disabled_at, clock_timestamp())
    WHERE id = $1`,
  `UPDATE memberships SET marketing_refused_at = COALESCE(marketing_refused_at, clock_timestamp()) WHERE user_id = $1`,
  'DELETE FROM refresh_token_families WHERE user_id = $1',
  'DELETE FROM live_tickets WHERE user_id = $1',
  'DELETE FROM email_tokens WHERE user_id = $1',
  'DELETE FROM idempotency_keys WHERE user_id = $1',
  'DELETE FROM person_tags WHERE user_id = $1',
  'DELETE FROM person_fields WHERE user_id = $1',
  'DELETE FROM time_zone_changes WHERE user_id = $1',
  'DELETE FROM payment_customers WHERE user_id = $1',
  // No money is taken any more: the provider is told by the processes of subscriptions and orders, at the end of this list.
  'DELETE FROM segment_members WHERE user_id = $1',
  'DELETE FROM segment_checks WHERE user_id = $1',
  'UPDATE admission_items SET label = NULL WHERE user_id = $1',
  'UPDATE hook_deliveries SET label = NULL WHERE user_id = $1',
  'DELETE FROM outside_calls WHERE user_id = $1',
  // What others have told of them, and what others were told.
  `UPDATE domain_events SET data = jsonb_strip_nulls(jsonb_build_object('automation', data->'automation'))
    WHERE user_id = $1 AND type = 'webhook.received'`,
  `UPDATE effects e SET given = NULL, outcome = e.outcome - 'result' FROM runs r
    WHERE e.run_id = r.id AND r.user_id = $1 AND e.kind IN ('webhook', 'callAutomation', 'generate')`,
  // What a run remembers of them; one that goes on forgets it when it obeys the order to end, further down.
  `UPDATE runs SET state = state - 'vars' WHERE user_id = $1 AND finished_at IS NOT NULL AND state ? 'vars'`,
  `UPDATE inbox i SET payload = jsonb_set(i.payload, '{command,value}', '""') FROM runs r
    WHERE i.run_id = r.id AND r.user_id = $1 AND i.kind = 'command' AND i.type = 'changeVariable'`,
  `DELETE FROM notices n USING messages m, tasks t WHERE n.message_id = m.id AND m.task_id = t.id AND t.user_id = $1`,
  `UPDATE subscriptions SET cancel_wanted = 'now' WHERE user_id = $1 AND ended_at IS NULL`,
  'DELETE FROM assessment_drafts d USING enrollments e WHERE d.enrollment_id = e.id AND e.user_id = $1',
  `UPDATE credentials SET state = 'revoked', recipient_name = '${ERASED_NAME}', document = NULL WHERE user_id = $1`,
  `UPDATE messages SET payload = '{}' WHERE user_id = $1`,
  `UPDATE messages SET state = 'cancelled', settled_at = clock_timestamp(), problem_code = 'person.erased',
          problem_detail = 'The person was erased.' WHERE user_id = $1 AND state = 'planned'`,
  `UPDATE enrollments SET state = 'withdrawn' WHERE user_id = $1 AND state IN ('invited', 'pending', 'active', 'paused')`,
  `UPDATE processes SET state = 'ended', outcome = 'erased', ended_at = clock_timestamp()
    WHERE state = 'open' AND subject_id IN (
          SELECT id FROM enrollments WHERE user_id = $1
          UNION ALL SELECT id FROM submissions WHERE user_id = $1 UNION ALL SELECT id FROM credentials WHERE user_id = $1)`,
  // A checkout that is open can still be paid until its process has closed it; a blocked one would go on charging.
  `UPDATE processes SET state = 'open', problem_code = NULL, problem_detail = NULL, wake_at = clock_timestamp(),
          round = round + (state = 'blocked')::int, sweep_attempts = 0, sweep_at = NULL
    WHERE kind = 'runSubscription' AND state IN ('open', 'blocked') AND subject_id IN (
          SELECT id FROM subscriptions WHERE user_id = $1 UNION ALL SELECT id FROM orders WHERE user_id = $1)`,
];

/** What erasing left to be done after the commit. */
export interface ErasedPerson {
  /** Runs that will end with the reason "erased" at their next turn: ring them. */
  runIds: string[];
}

/**
 * Erases a person, in the caller's transaction: destroys the key to all they wrote, blanks the account and whatever is noted about
 * them, ends their enrollments and processes, and orders their runs to end. Erasing twice is erasing once.
 */
export async function erasePerson(
  manager: EntityManager,
  {
    organizationId,
    userId,
    requestedBy,
  }: { organizationId: string; userId: string; requestedBy: string | null },
): Promise<ErasedPerson> {
  for (const statement of ERASING) await manager.query(statement, [userId]);
  const ended = await manager.query<Array<{ run_id: string }>>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT organization_id, id, 'command', 'erased:' || user_id, 'exit',
            jsonb_build_object('command', jsonb_build_object('name', 'exit', 'reason', 'erased', 'forget', true), 'by', $2::uuid),
            clock_timestamp()
       FROM runs WHERE user_id = $1 AND finished_at IS NULL
     ON CONFLICT (run_id, key) DO NOTHING RETURNING run_id`,
    [userId, requestedBy],
  );
  await manager.query(
    `INSERT INTO erasures (organization_id, user_id, requested_by, applied_at) VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT (user_id) DO UPDATE SET applied_at = clock_timestamp()`,
    [organizationId, userId, requestedBy],
  );
  return { runIds: ended.map((row) => row.run_id) };
}

/** People who are to be erased and are not, or not any more: a backup was restored. */
export function erasuresToApply(
  manager: EntityManager,
): Promise<Array<{ organizationId: string; userId: string; requestedBy: string | null }>> {
  return manager.query(
    `SELECT e.organization_id AS "organizationId", e.user_id AS "userId", e.requested_by AS "requestedBy"
       FROM erasures e JOIN users u ON u.id = e.user_id
      WHERE e.applied_at IS NULL OR NOT (${BLANK}) ORDER BY e.requested_at LIMIT 50`,
  );
}
