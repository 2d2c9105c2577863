import type { DataSource, EntityManager } from 'typeorm';
import { writeOutsideRefunds } from '@gradus/database';
import { topics } from '@gradus/events';
import type { ActivityParts } from '../activity-parts.ts';
import type { ProcessRow } from '../processes/process-row.ts';

interface NotedPayment {
  kind: 'order' | 'charge';
  id: string;
  enrollmentId: string | null;
  paymentIntent: string;
}

/** The payment that a process of orders and subscriptions is about, once it is paid; null: it is something else. */
async function readPayment(
  db: DataSource | EntityManager,
  { subjectId, organizationId }: ProcessRow,
): Promise<NotedPayment | null> {
  const [row] = await db.query<NotedPayment[]>(
    `SELECT 'order' AS kind, id, enrollment_id AS "enrollmentId", payment_intent AS "paymentIntent" FROM orders
      WHERE id = $1 AND organization_id = $2 AND payment_intent IS NOT NULL
     UNION ALL
     SELECT 'charge', id, enrollment_id, payment_intent FROM charges
      WHERE id = $1 AND organization_id = $2 AND payment_intent IS NOT NULL`,
    [subjectId, organizationId],
  );
  return row ?? null;
}

/** Whether the provider has told something about this payment that nobody has looked at yet. */
export async function hasNotices(db: DataSource | EntityManager, paymentId: string): Promise<boolean> {
  const rows = await db.query<unknown[]>(
    'SELECT 1 FROM webhook_events WHERE payment_id = $1 AND processed_at IS NULL LIMIT 1',
    [paymentId],
  );
  return rows.length > 0;
}

/**
 * Asks the provider what was given back of a payment and writes what is so. The notices are only hints: those that came
 * before it was asked are seen to, whatever their order; one that comes meanwhile is the next round's. False: the process is
 * about no payment.
 */
export async function followPayment(parts: ActivityParts, process: ProcessRow): Promise<boolean> {
  const payment = await readPayment(parts.dataSource, process);
  if (!payment) return false;
  const seen = await parts.dataSource.query<Array<{ id: string }>>(
    'SELECT id FROM webhook_events WHERE payment_id = $1 AND processed_at IS NULL',
    [payment.id],
  );
  const refunds = await parts.payments.refundsOf(payment.paymentIntent);
  await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    await writeOutsideRefunds(manager, process.organizationId, payment, refunds);
    await manager.query('UPDATE webhook_events SET processed_at = clock_timestamp() WHERE id = ANY($1)', [
      seen.map(({ id }) => id),
    ]);
  });
  await parts.live.publish([
    topics.outbox,
    topics.work(process.organizationId),
    ...(payment.enrollmentId ? [topics.enrollment(payment.enrollmentId)] : []),
  ]);
  return true;
}

/** Ends a process that has nothing more to do, unless a notice came this very moment: it takes the same lock. */
export async function endWithoutNotices(
  { dataSource }: ActivityParts,
  { id, subjectId }: ProcessRow,
  outcome: string,
): Promise<boolean> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    await manager.query('SELECT 1 FROM processes WHERE id = $1 FOR NO KEY UPDATE', [id]);
    if (await hasNotices(manager, subjectId)) return false;
    await manager.query(
      `UPDATE processes SET state = 'ended', outcome = COALESCE(outcome, $2), ended_at = COALESCE(ended_at, clock_timestamp()),
              problem_code = NULL, problem_detail = NULL WHERE id = $1 AND state <> 'ended'`,
      [id, outcome],
    );
    return true;
  });
}
