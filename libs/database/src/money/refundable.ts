import { minorUnitsOf } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';

/** A payment that may be given back. Amounts in the currency's minor unit. */
export interface Refundable {
  kind: 'order' | 'charge';
  id: string;
  organizationId: string;
  userId: string;
  enrollmentId: string | null;
  courseId: string | null;
  paymentIntent: string;
  currency: string;
  amountMinor: number;
  refundedMinor: number;
  /** What is promised by refunds that are under way. */
  promisedMinor: number;
  simulated: boolean;
}

interface Row extends Omit<Refundable, 'amountMinor'> {
  amount: string | null;
  amountMinor: number | null;
}

const PROMISED = (column: string, row: string) =>
  `(SELECT COALESCE(sum(f.amount_minor), 0)::int FROM refunds f WHERE f.${column} = ${row}.id AND f.state = 'open')`;

const ORDERS = `
SELECT 'order' AS kind, o.id, o.organization_id AS "organizationId", o.user_id AS "userId",
       o.enrollment_id AS "enrollmentId", o.course_id AS "courseId", o.payment_intent AS "paymentIntent", o.currency,
       o.amount, NULL AS "amountMinor", o.refunded_minor AS "refundedMinor", ${PROMISED('order_id', 'o')} AS "promisedMinor",
       e.simulated
  FROM orders o JOIN enrollments e ON e.id = o.enrollment_id
 WHERE o.organization_id = $1 AND o.payment_intent IS NOT NULL AND o.state IN ('paid', 'refunded')`;

const CHARGES = `
SELECT 'charge' AS kind, c.id, c.organization_id AS "organizationId", c.user_id AS "userId",
       c.enrollment_id AS "enrollmentId", c.course_id AS "courseId", c.payment_intent AS "paymentIntent", c.currency,
       NULL AS amount, c.amount_minor AS "amountMinor", c.refunded_minor AS "refundedMinor",
       ${PROMISED('charge_id', 'c')} AS "promisedMinor", c.simulated
  FROM charges c WHERE c.organization_id = $1 AND c.payment_intent IS NOT NULL AND c.state = 'paid'`;

/** A payment by its id, locked: two refunds of it are worked out one after the other. Null: nothing was paid. */
export async function lockPayment(
  manager: EntityManager,
  organizationId: string,
  { kind, id }: { kind: 'order' | 'charge'; id: string },
): Promise<Refundable | null> {
  const table = kind === 'order' ? 'orders' : 'charges';
  await manager.query(`SELECT 1 FROM ${table} WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE`, [
    id,
    organizationId,
  ]);
  const [row] = await manager.query<Row[]>(
    kind === 'order' ? `${ORDERS} AND o.id = $2` : `${CHARGES} AND c.id = $2`,
    [organizationId, id],
  );
  return row ? payment(row) : null;
}

/**
 * What an enrollment was paid with: its order, or the last charge of it. A place may have been bought again: the newest order
 * counts that was not given back in whole. What is merely promised of it stays promised: no older one is given back instead.
 */
export async function paymentOf(
  manager: EntityManager,
  organizationId: string,
  enrollmentId: string,
  of: 'order' | 'lastCharge',
): Promise<{ kind: 'order' | 'charge'; id: string } | null> {
  const [row] = await manager.query<Row[]>(
    of === 'order'
      ? `${ORDERS} AND o.enrollment_id = $2 ORDER BY (o.state = 'paid') DESC, o.created_at DESC, o.id LIMIT 1`
      : `${CHARGES} AND c.enrollment_id = $2 ORDER BY c.created_at DESC, c.id LIMIT 1`,
    [organizationId, enrollmentId],
  );
  return row ? { kind: row.kind, id: row.id } : null;
}

function payment({ amount, amountMinor, ...row }: Row): Refundable {
  return { ...row, amountMinor: amountMinor ?? minorUnitsOf(amount ?? '0', row.currency) };
}
