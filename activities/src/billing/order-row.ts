import type { DataSource } from 'typeorm';

export interface OrderRow {
  id: string;
  organizationId: string;
  userId: string;
  enrollmentId: string;
  enrollmentState: string;
  courseId: string;
  courseTitle: string;
  email: string;
  /** Decimal string in major units. */
  amount: string;
  currency: string;
  state: 'pending' | 'paid' | 'cancelled' | 'refunded';
  checkoutRound: number;
  sessionId: string | null;
}

/** An order with what its checkout shows. */
export async function readOrder(dataSource: DataSource, orderId: string): Promise<OrderRow> {
  const order = await findOrder(dataSource, orderId);
  if (!order) throw new Error(`No order ${orderId}.`);
  return order;
}

/** Null: that is no order. */
export async function findOrder(dataSource: DataSource, orderId: string): Promise<OrderRow | null> {
  const [row] = await dataSource.query<OrderRow[]>(
    `SELECT o.id, o.organization_id AS "organizationId", o.user_id AS "userId", o.enrollment_id AS "enrollmentId",
            e.state AS "enrollmentState", o.course_id AS "courseId", c.title AS "courseTitle", u.email, o.amount,
            o.currency, o.state, o.checkout_round AS "checkoutRound", o.session_id AS "sessionId"
       FROM orders o JOIN enrollments e ON e.id = o.enrollment_id JOIN courses c ON c.id = o.course_id
       JOIN users u ON u.id = o.user_id WHERE o.id = $1`,
    [orderId],
  );
  return row ?? null;
}
