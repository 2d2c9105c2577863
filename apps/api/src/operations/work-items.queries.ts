import { Injectable } from '@nestjs/common';
import type { WorkGroup, WorkKind } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';

export interface GroupName {
  kind: WorkKind;
  state: WorkGroup['state'];
  cause: string;
}

export interface GroupRow extends GroupName {
  count: number;
  first_at: Date;
  last_at: Date;
  next_attempt_at: Date | null;
  samples: ItemRow[];
}

export interface ItemRow {
  itemId: string;
  label: string;
  detail: string | null;
  runId: string | null;
  attempt: number;
  since: string;
}

/** What the nightly count came to. */
export interface NumbersChecked {
  at: Date;
  steps: number;
  wrong: number;
  mended: number;
  auditBrokenAt: number | null;
}

const TROUBLED = 'id IN (SELECT message_id FROM troubled_messages WHERE organization_id = $1)';

/**
 * Everything that is stuck in an organization ($1), one row an item. `item_id` is the row to retry: a step run, an
 * effect, a process, a message, an event or a webhook. What blocks a run is listed as the run, not as its effect again.
 */
const ITEMS = `
WITH named AS (
  SELECT p.*, CASE p.kind WHEN 'gradeSubmission' THEN 'Grading' WHEN 'enrollLearner' THEN 'Enrolling'
                          WHEN 'issueCertificate' THEN 'Certificate' WHEN 'admitPeople' THEN 'Letting people in' WHEN 'performBulkOperation' THEN 'Bulk operation' ELSE 'Payment' END || COALESCE(': ' || u.name, '') AS label
    FROM processes p
    LEFT JOIN submissions su ON p.kind = 'gradeSubmission' AND su.id = p.subject_id
    LEFT JOIN enrollments en ON p.kind = 'enrollLearner' AND en.id = p.subject_id
    LEFT JOIN credentials cr ON p.kind = 'issueCertificate' AND cr.id = p.subject_id
    LEFT JOIN orders o ON p.kind = 'runSubscription' AND o.id = p.subject_id
    LEFT JOIN charges ch ON p.kind = 'runSubscription' AND ch.id = p.subject_id
    LEFT JOIN subscriptions sb ON p.kind = 'runSubscription' AND sb.id = p.subject_id
    LEFT JOIN users u ON u.id = COALESCE(su.user_id, en.user_id, cr.user_id, o.user_id, ch.user_id, sb.user_id)
   WHERE p.organization_id = $1 AND p.state <> 'ended'),
items AS (
  SELECT 'run' AS kind, 'blocked' AS state, COALESCE(s.problem_code, 'flow.blocked') AS cause, s.id AS item_id,
         u.name || ': ' || COALESCE(v.definition -> 'steps' -> s.step_id ->> 'title', s.step_id) AS label,
         s.problem_detail AS detail, r.id AS run_id, 1 AS attempt, NULL::timestamptz AS next_attempt_at,
         COALESCE((SELECT max(x.real_at) FROM run_events x WHERE x.run_id = r.id AND x.type = 'blocked'),
                  r.started_at) AS since
    FROM runs r
    JOIN step_runs s ON s.run_id = r.id AND s.state = 'blocked'
    JOIN automation_versions v ON v.id = r.version_id
    JOIN users u ON u.id = r.user_id
   WHERE r.organization_id = $1 AND r.condition = 'blocked' AND r.finished_at IS NULL
  UNION ALL
  SELECT CASE WHEN e.process_id IS NULL THEN 'run' ELSE 'process' END,
         CASE WHEN e.state = 'unknown' THEN 'unknown' ELSE 'retrying' END,
         COALESCE(e.problem_code, 'effect.failed'), e.id,
         COALESCE(p.label, e.kind || COALESCE(': ' || ru.name, '')), e.problem_detail, e.run_id, e.attempt, e.next_attempt_at,
         COALESCE(e.retrying_since, e.created_at)
    FROM effects e
    LEFT JOIN named p ON p.id = e.process_id
    LEFT JOIN runs r ON r.id = e.run_id
    LEFT JOIN users ru ON ru.id = r.user_id
   WHERE e.organization_id = $1 AND e.state IN ('planned', 'claimed', 'unknown')
     AND (CASE WHEN e.state = 'unknown' THEN p.state = 'open' ELSE e.problem_code IS NOT NULL END)
  UNION ALL
  SELECT 'run', 'late', 'effect.late', e.id,
         u.name || ': ' || COALESCE(v.definition -> 'steps' -> e.step_id ->> 'title', e.kind), NULL, r.id, e.attempt, NULL,
         e.late_at
    FROM effects e JOIN runs r ON r.id = e.run_id JOIN users u ON u.id = r.user_id
    JOIN automation_versions v ON v.id = COALESCE(e.version_id, r.version_id)
   WHERE e.organization_id = $1 AND e.late_at IS NOT NULL AND e.late_noted_at IS NULL
  UNION ALL
  SELECT 'process', 'returned', 'refund.returned', f.id,
         u.name || ': ' || COALESCE(co.title, ch.title, 'Refund'), f.reason, f.run_id, 1, NULL, f.returned_at
    FROM refunds f JOIN users u ON u.id = f.user_id
    LEFT JOIN orders o ON o.id = f.order_id LEFT JOIN courses co ON co.id = o.course_id
    LEFT JOIN charges ch ON ch.id = f.charge_id
   WHERE f.organization_id = $1 AND f.returned_at IS NOT NULL AND f.returned_noted_at IS NULL
  UNION ALL
  SELECT 'run', 'unknown', 'effect.unsettled', l.id,
         u.name || ': ' || COALESCE(v.definition -> 'steps' -> l.step_id ->> 'title', l.step_id), l.problem_detail, r.id,
         l.attempt, NULL, COALESCE(l.settled_at, r.started_at)
    FROM (SELECT id, run_id, version_id, key, step_id, problem_detail, attempt, settled_at FROM effects
           WHERE organization_id = $1 AND state = 'unknown' AND run_id IS NOT NULL
          UNION ALL
          SELECT id, run_id, version_id, key, step_id, problem_detail, attempt, settled_at FROM messages
           WHERE ${TROUBLED} AND state = 'unknown' AND awaited) l
    JOIN runs r ON r.id = l.run_id AND r.finished_at IS NULL
     AND r.state @> jsonb_build_object('leftEffects', jsonb_build_array(jsonb_build_object('key', l.key, 'unknown', true)))
    JOIN users u ON u.id = r.user_id
    JOIN automation_versions v ON v.id = COALESCE(l.version_id, r.version_id)
  UNION ALL
  SELECT 'process', 'blocked', COALESCE(p.problem_code, 'process.blocked'), p.id,
         p.label, p.problem_detail, NULL, p.round + 1, NULL, COALESCE(p.attended_at, p.created_at)
    FROM named p
   WHERE p.state = 'blocked'
  UNION ALL
  SELECT 'message', CASE WHEN m.state IN ('planned', 'claimed') THEN 'retrying' ELSE 'undelivered' END,
         COALESCE(m.problem_code, 'mail.failed'), m.id,
         u.email || ': ' || COALESCE(v.definition -> 'steps' -> m.step_id ->> 'title', m.subject), m.problem_detail, m.run_id,
         m.attempt, CASE WHEN m.state = 'planned' THEN m.next_attempt_at END,
         COALESCE(m.retrying_since, m.created_at)
    FROM messages m JOIN users u ON u.id = m.user_id
    LEFT JOIN runs r ON r.id = m.run_id
    LEFT JOIN automation_versions v ON v.id = COALESCE(m.version_id, r.version_id)
   WHERE m.${TROUBLED}
     AND (m.state IN ('planned', 'claimed') AND m.problem_code IS NOT NULL
       OR m.state IN ('refused', 'unknown') AND NOT m.awaited AND m.created_at > clock_timestamp() - interval '30 days')
  UNION ALL
  SELECT 'event', 'retrying', 'event.routing-failed', d.id, d.type, d.problem_detail, NULL, d.attempt,
         d.next_attempt_at, d.occurred_at
    FROM domain_events d
   WHERE d.organization_id = $1 AND d.routed_at IS NULL AND d.problem_detail IS NOT NULL
  UNION ALL
  SELECT 'webhook', 'retrying', 'webhook.unprocessed', w.id, w.type, w.problem_detail, NULL, 1, NULL, w.received_at
    FROM webhook_events w JOIN orders o ON o.id = w.order_id
   WHERE o.organization_id = $1 AND o.state = 'pending' AND w.processed_at IS NULL
     AND w.received_at < clock_timestamp() - interval '1 minute')`;

@Injectable()
export class WorkItemsQueries {
  /** The most recent trouble first. */
  groups(manager: EntityManager, organizationId: string): Promise<GroupRow[]> {
    return manager.query<GroupRow[]>(
      `${ITEMS}
       SELECT kind, state, cause, count(*)::int AS count, min(since) AS first_at, max(since) AS last_at,
              min(next_attempt_at) AS next_attempt_at,
              to_jsonb((array_agg(jsonb_build_object('itemId', item_id, 'label', label, 'detail', detail, 'runId', run_id,
                        'attempt', attempt, 'since', since) ORDER BY since DESC, item_id DESC))[1:5]) AS samples
         FROM items GROUP BY kind, state, cause ORDER BY last_at DESC, kind, state, cause`,
      [organizationId],
    );
  }

  /** The items of one group, or those of them that are named. */
  async items(
    manager: EntityManager,
    organizationId: string,
    group: GroupName,
    itemIds: string[] | undefined,
  ): Promise<string[]> {
    const rows = await manager.query<Array<{ item_id: string }>>(
      `${ITEMS} SELECT item_id FROM items
        WHERE kind = $2 AND state = $3 AND cause = $4 AND ($5::uuid[] IS NULL OR item_id = ANY($5))`,
      [organizationId, group.kind, group.state, group.cause, itemIds ?? null],
    );
    return rows.map((row) => row.item_id);
  }

  /** A page of one group, the latest trouble first; `since` as the database writes it. */
  page(
    manager: EntityManager,
    organizationId: string,
    group: GroupName,
    after: [since: string, id: string] | [null, null],
    limit: number,
  ): Promise<ItemRow[]> {
    return manager.query<ItemRow[]>(
      `${ITEMS}
       SELECT item_id AS "itemId", label, detail, run_id AS "runId", attempt, since::text AS since FROM items
        WHERE kind = $2 AND state = $3 AND cause = $4
          AND ($5::timestamptz IS NULL OR (since, item_id) < ($5::timestamptz, $6::uuid))
        ORDER BY items.since DESC, item_id DESC LIMIT $7`,
      [organizationId, group.kind, group.state, group.cause, ...after, limit],
    );
  }

  /** How much the refunds among these ids are about. */
  async refunded(
    manager: EntityManager,
    organizationId: string,
    ids: string[],
  ): Promise<Map<string, { amountMinor: number; currency: string }>> {
    if (ids.length === 0) return new Map();
    const rows = await manager.query<Array<{ id: string; amountMinor: number; currency: string }>>(
      `SELECT id, amount_minor AS "amountMinor", currency FROM refunds WHERE organization_id = $1 AND id = ANY($2::uuid[])`,
      [organizationId, ids],
    );
    return new Map(rows.map(({ id, ...sum }) => [id, sum]));
  }

  async mendedLately(manager: EntityManager, organizationId: string): Promise<number> {
    const [row] = await manager.query<[{ mended: number }]>(
      `SELECT count(*)::int AS mended FROM sweep_findings
        WHERE organization_id = $1 AND at > clock_timestamp() - interval '24 hours'`,
      [organizationId],
    );
    return row.mended;
  }

  /** What the last nightly count came to; null: there was none yet. */
  async numbersChecked(manager: EntityManager, organizationId: string): Promise<NumbersChecked | null> {
    const [row] = await manager.query<NumbersChecked[]>(
      `SELECT at, steps, jsonb_array_length(wrong) AS wrong, mended, audit_broken_at AS "auditBrokenAt"
         FROM number_checks
        WHERE organization_id = $1 ORDER BY at DESC LIMIT 1`,
      [organizationId],
    );
    return row ?? null;
  }

  /** Whether the visits of open runs and the tokens in their states say the same, in one snapshot. */
  async conserved(manager: EntityManager, organizationId: string): Promise<boolean> {
    const [row] = await manager.query<[{ conserved: boolean }]>(
      `WITH open_runs AS (SELECT id, state FROM runs WHERE organization_id = $1 AND finished_at IS NULL),
       visits AS (SELECT s.run_id, s.step_id, s.visit, s.state::text AS state
                    FROM step_runs s JOIN open_runs r ON r.id = s.run_id WHERE s.left_at IS NULL),
       tokens AS (SELECT r.id, t ->> 'stepId', (t ->> 'visit')::int, t ->> 'status'
                    FROM open_runs r CROSS JOIN LATERAL jsonb_array_elements(r.state -> 'tokens') t)
       SELECT NOT EXISTS (TABLE visits EXCEPT ALL TABLE tokens)
          AND NOT EXISTS (TABLE tokens EXCEPT ALL TABLE visits) AS conserved`,
      [organizationId],
    );
    return row.conserved;
  }

  /** Runs and processes that should have been attended a while ago. */
  async overdue(manager: EntityManager, organizationId: string): Promise<number> {
    const [row] = await manager.query<[{ overdue: number }]>(
      `SELECT (SELECT count(*)::int FROM runs WHERE organization_id = $1 AND finished_at IS NULL
                  AND wake_at < clock_timestamp() - interval '1 minute')
            + (SELECT count(*)::int FROM processes WHERE organization_id = $1 AND state = 'open'
                  AND wake_at < clock_timestamp() - interval '1 minute') AS overdue`,
      [organizationId],
    );
    return row.overdue;
  }
}
