import { Injectable } from '@nestjs/common';
import {
  type MoneyPolicy,
  minorUnitsOf,
  type PaymentLine,
  type SchoolPayments,
  type SubscriptionLine,
} from '@gradus/contracts';
import { RunClock } from '@gradus/database';
import { CHECKOUT_UNTIL } from '@gradus/flow';
import type { EntityManager } from 'typeorm';

/** Which payments: a person's own, or a school's by state and words. */
export interface PaymentFilter {
  userId: string | null;
  state: string | null;
  /** For ILIKE. */
  words: string | null;
  /** The last one shown. */
  after: [at: string, id: string] | [null, null];
  limit: number;
}

export interface PaymentRow extends Omit<PaymentLine, 'amountMinor' | 'at' | 'openUntil'> {
  openUntil: Date | null;
  amount: string | null;
  amount_minor: number | null;
  at: Date;
  placed_at: Date;
  sort_key: string;
}

const REFUND = (column: string, row: string) => `(
  SELECT CASE WHEN bool_or(f.state = 'open') THEN 'open' WHEN count(*) > 0 THEN 'failed' ELSE 'none' END FROM refunds f
   WHERE f.${column} = ${row}.id AND f.state IN ('open', 'failed'))`;

const CHARGE_STATE = `CASE WHEN c.state = 'paid' AND c.refunded_minor >= c.amount_minor THEN 'refunded' ELSE c.state END`;

/**
 * Orders of checkouts and charges of saved cards as one list, newest first. Each half is read in its order by its index, no
 * further than the page needs; a row keeps its place while it is paid or given back.
 */
const LINES = `
WITH orders_part AS (
  SELECT o.id, 'order' AS kind, c.title, o.user_id AS "userId", o.enrollment_id AS "enrollmentId", o.amount,
         NULL::int AS amount_minor, o.currency, o.refunded_minor AS "refundedMinor", o.state::text AS state,
         NULL::varchar AS reason, ${REFUND('order_id', 'o')} AS refund, e.simulated,
         CASE WHEN o.state = 'pending' THEN o.checkout_expires_at END AS "openUntil", COALESCE(o.paid_at, o.created_at) AS at, o.created_at AS placed_at, u.name AS person, u.email
    FROM orders o JOIN courses c ON c.id = o.course_id JOIN enrollments e ON e.id = o.enrollment_id
    JOIN users u ON u.id = o.user_id
   WHERE o.organization_id = $1 AND ($2::uuid IS NULL OR o.user_id = $2) AND ($3::text IS NULL OR o.state = $3)
     AND ($4::text IS NULL OR u.name ILIKE $4 OR u.email ILIKE $4 OR c.title ILIKE $4)
     AND ($5::timestamptz IS NULL OR (o.created_at, o.id) < ($5, $6::uuid))
   ORDER BY o.created_at DESC, o.id DESC LIMIT $7),
charges_part AS (
  SELECT c.id, 'charge', c.title, c.user_id, c.enrollment_id, NULL::numeric, c.amount_minor, c.currency, c.refunded_minor,
         ${CHARGE_STATE}, c.reason, ${REFUND('charge_id', 'c')}, c.simulated, NULL::timestamptz, c.created_at, c.created_at, u.name, u.email
    FROM charges c JOIN users u ON u.id = c.user_id
   WHERE c.organization_id = $1 AND ($2::uuid IS NULL OR c.user_id = $2)
     AND ($3::text IS NULL OR ${CHARGE_STATE} = $3)
     AND ($4::text IS NULL OR u.name ILIKE $4 OR u.email ILIKE $4 OR c.title ILIKE $4)
     AND ($5::timestamptz IS NULL OR (c.created_at, c.id) < ($5, $6::uuid))
   ORDER BY c.created_at DESC, c.id DESC LIMIT $7)
SELECT x.*, x.placed_at::text AS sort_key FROM (TABLE orders_part UNION ALL TABLE charges_part) x
 ORDER BY x.placed_at DESC, x.id DESC LIMIT $7`;

const SUBSCRIPTIONS = `
SELECT s.id, s.title, s.user_id AS "userId", u.name AS person, s.amount_minor AS "amountMinor", s.currency, s.every, s.state,
       (s.cancel_at_period_end OR s.cancel_wanted IS NOT NULL) AS ending, s.period_end AS "periodEnd",
       CASE WHEN $2::uuid IS NOT NULL AND s.state = 'incomplete' THEN s.checkout_url END AS "checkoutUrl",
       p.until, p.clock_origin, p.speed, s.created_at AS "createdAt", s.created_at::text AS sort_key
  FROM subscriptions s JOIN users u ON u.id = s.user_id
  LEFT JOIN LATERAL (
    SELECT (e.given->>'${CHECKOUT_UNTIL}')::double precision AS until, r.clock_origin, r.speed
      FROM effects e JOIN runs r ON r.id = e.run_id AND r.finished_at IS NULL
      JOIN step_runs v ON v.run_id = e.run_id AND v.step_id = e.step_id AND v.visit = e.visit AND v.left_at IS NULL
     WHERE s.state = 'incomplete' AND e.organization_id = s.organization_id AND e.key = s.page_key) p ON true
 WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR s.user_id = $2) AND ($3::uuid IS NULL OR s.id = $3)
   AND (s.provider_id IS NOT NULL OR s.page_key IS NOT NULL AND s.state = 'incomplete') AND ($4::timestamptz IS NULL OR (s.created_at, s.id) < ($4, $5::uuid))
 ORDER BY s.created_at DESC, s.id DESC LIMIT $6`;

/** What was given back is asked of its rows: money that a bank has sent back was given back once in its event, and is not. */
const TAKEN = `
SELECT upper(currency) AS currency, sum(taken)::bigint AS "takenMinor", sum(refunded)::bigint AS "refundedMinor",
       count(*) FILTER (WHERE taken > 0)::int AS payments, count(*) FILTER (WHERE declined)::int AS declined
  FROM (
    SELECT d.data->>'currency' AS currency, d.type = 'payment.failed' AS declined,
           CASE WHEN d.type = 'payment.succeeded' THEN (d.data->>'amount')::bigint ELSE 0 END AS taken,
           0::bigint AS refunded
      FROM domain_events d
     WHERE d.organization_id = $1 AND d.occurred_at > clock_timestamp() - interval '30 days'
       AND d.type IN ('payment.succeeded', 'payment.failed') AND d.data ? 'currency'
    UNION ALL
    SELECT f.currency, false, 0, f.amount_minor FROM refunds f
     WHERE f.organization_id = $1 AND f.state = 'done' AND f.settled_at > clock_timestamp() - interval '30 days') x
 GROUP BY 1 ORDER BY 1`;

export type SubscriptionRow = Omit<SubscriptionLine, 'periodEnd' | 'openUntil' | 'createdAt'> & {
  /** In the run's own time. */
  until: number | null;
  clock_origin: Date;
  speed: number;
  periodEnd: Date | null;
  createdAt: Date;
  sort_key: string;
};

/** Which subscriptions: a person's own, one by its id, or a school's, a page of them. */
export interface SubscriptionFilter {
  userId?: string;
  id?: string;
  after?: [at: string, id: string] | [null, null];
  limit: number;
}

@Injectable()
export class PaymentsQueries {
  lines(manager: EntityManager, organizationId: string, filter: PaymentFilter): Promise<PaymentRow[]> {
    const { userId, state, words, after, limit } = filter;
    return manager.query<PaymentRow[]>(LINES, [organizationId, userId, state, words, ...after, limit]);
  }

  /** Newest first. */
  subscriptions(
    manager: EntityManager,
    organizationId: string,
    { userId, id, after = [null, null], limit }: SubscriptionFilter,
  ): Promise<SubscriptionRow[]> {
    const values = [organizationId, userId ?? null, id ?? null, ...after, limit];
    return manager.query<SubscriptionRow[]>(SUBSCRIPTIONS, values);
  }

  async policy(manager: EntityManager, organizationId: string): Promise<MoneyPolicy> {
    const [row] = await manager.query<[MoneyPolicy]>(
      'SELECT outside_refund_ends_access AS "outsideRefundEndsAccess" FROM organizations WHERE id = $1',
      [organizationId],
    );
    return row;
  }

  /** What the last thirty days brought, by currency. */
  async revenue(manager: EntityManager, organizationId: string): Promise<SchoolPayments['revenue']> {
    const rows = await manager.query<
      Array<{
        currency: string;
        takenMinor: string;
        refundedMinor: string;
        payments: number;
        declined: number;
      }>
    >(TAKEN, [organizationId]);
    return rows.map((row) => ({
      ...row,
      takenMinor: Number(row.takenMinor),
      refundedMinor: Number(row.refundedMinor),
    }));
  }

  async card(
    manager: EntityManager,
    organizationId: string,
    userId: string,
  ): Promise<{ brand: string; last4: string } | null> {
    const [row] = await manager.query<Array<{ brand: string; last4: string }>>(
      'SELECT brand, last4 FROM payment_customers WHERE organization_id = $1 AND user_id = $2',
      [organizationId, userId],
    );
    return row ?? null;
  }
}

/** A row as it crosses the border. */
export function toLine({
  amount,
  amount_minor,
  at,
  placed_at: _placed,
  sort_key: _sorted,
  ...row
}: PaymentRow): PaymentLine {
  return {
    ...row,
    amountMinor: amount_minor ?? minorUnitsOf(amount ?? '0', row.currency),
    openUntil: row.openUntil?.toISOString() ?? null,
    at: at.toISOString(),
  };
}

export function toSubscription({
  sort_key: _sorted,
  until,
  clock_origin,
  speed,
  ...row
}: SubscriptionRow): SubscriptionLine {
  return {
    ...row,
    openUntil: until === null ? null : new RunClock(clock_origin, speed).toReal(until).toISOString(),
    periodEnd: row.periodEnd?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
