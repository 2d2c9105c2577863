import type { ProcessKind } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';

/** A process to ring. */
export interface ProcessRef {
  id: string;
  kind: ProcessKind;
}

/** An effect whose attempt may be in a pause that Temporal is asked to cut short. */
export interface EffectRef {
  key: string;
  run_id: string | null;
  process_id: string | null;
  kind: ProcessKind | null;
}

/** Another round for processes that gave up. Conditional, like all of these: what has moved on is left alone. */
export async function reopenProcesses(
  manager: EntityManager,
  organizationId: string,
  processIds: string[],
): Promise<ProcessRef[]> {
  const [rows] = await manager.query<[ProcessRef[], number]>(
    `UPDATE processes SET state = 'open', round = round + 1, wake_at = clock_timestamp(), problem_code = NULL,
            problem_detail = NULL WHERE organization_id = $1 AND id = ANY($2) AND state = 'blocked'
      RETURNING id, kind`,
    [organizationId, processIds],
  );
  return rows;
}

/** The next attempt at effects is due now. */
export async function effectsNow(
  manager: EntityManager,
  organizationId: string,
  effectIds: string[],
): Promise<EffectRef[]> {
  await manager.query(
    `UPDATE effects SET next_attempt_at = clock_timestamp()
      WHERE organization_id = $1 AND id = ANY($2) AND state = 'planned'`,
    [organizationId, effectIds],
  );
  return manager.query<EffectRef[]>(
    `SELECT e.key, e.run_id, e.process_id, p.kind FROM effects e LEFT JOIN processes p ON p.id = e.process_id
      WHERE e.organization_id = $1 AND e.id = ANY($2) AND e.state IN ('planned', 'claimed', 'unknown')`,
    [organizationId, effectIds],
  );
}

/**
 * Messages are tried again now. The try, and with it the Message-ID, rises only after a definitive refusal: what may have
 * gone out keeps its id. Answers how many.
 */
export async function messagesNow(
  manager: EntityManager,
  organizationId: string,
  messageIds: string[],
): Promise<number> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE messages SET try = try + (state = 'refused')::int, state = 'planned', next_attempt_at = clock_timestamp(),
            retrying_since = NULL, settled_at = NULL
      WHERE organization_id = $1 AND id = ANY($2) AND state IN ('planned', 'refused', 'unknown')`,
    [organizationId, messageIds],
  );
  return count;
}

/** Events that could not be routed are tried again now. Answers how many. */
export async function eventsNow(
  manager: EntityManager,
  organizationId: string,
  eventIds: string[],
): Promise<number> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE domain_events SET next_attempt_at = clock_timestamp()
      WHERE organization_id = $1 AND id = ANY($2) AND routed_at IS NULL`,
    [organizationId, eventIds],
  );
  return count;
}

/** The processes that look at what these notices of the payment provider are about. */
export function ordersOfWebhooks(
  manager: EntityManager,
  organizationId: string,
  webhookIds: string[],
): Promise<ProcessRef[]> {
  return manager.query<ProcessRef[]>(
    `SELECT DISTINCT p.id, p.kind FROM webhook_events w
       JOIN orders o ON o.id = w.order_id AND o.organization_id = $1
       JOIN processes p ON p.kind = 'runSubscription' AND p.subject_id = o.id
      WHERE w.id = ANY($2)`,
    [organizationId, webhookIds],
  );
}
