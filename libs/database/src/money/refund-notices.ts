import type { EntityManager } from 'typeorm';
import { openProcessAnew } from '../running/open-process.ts';

/** What the provider tells of money that has moved after a payment was made, by the payment's id there. */
export interface RefundNotice {
  provider: string;
  eventId: string;
  type: string;
  paymentIntent: string | null;
}

/** A payment of ours that money may have gone back of. */
export interface NoticedPayment {
  organizationId: string;
  /** Of the order or the charge. */
  id: string;
  paymentIntent: string | null;
  simulated: boolean;
}

/**
 * Keeps a notice once by its id, in the caller's transaction, and opens the process that asks what is so. A payment that we
 * do not know (yet) may become ours when its checkout is read: the notice is taken up then. Answers the process to be rung
 * after the commit; null: we had this notice already.
 */
export async function keepRefundNotice(
  manager: EntityManager,
  { provider, eventId, type, paymentIntent }: RefundNotice,
): Promise<{ processId: string | null } | null> {
  if (paymentIntent !== null) await oneAtATime(manager, paymentIntent);
  const [payment] = await manager.query<Array<Omit<NoticedPayment, 'paymentIntent'>>>(
    `SELECT o.id, o.organization_id AS "organizationId", e.simulated FROM orders o
       JOIN enrollments e ON e.id = o.enrollment_id WHERE o.payment_intent = $1
     UNION ALL
     SELECT id, organization_id, simulated FROM charges WHERE payment_intent = $1 AND state = 'paid' LIMIT 1`,
    [paymentIntent],
  );
  const added = await manager.query<unknown[]>(
    `INSERT INTO webhook_events (provider, event_id, type, payment_id, payment_intent, processed_at)
     VALUES ($1, $2, $3, $4::uuid, $5, CASE WHEN $4::uuid IS NULL THEN clock_timestamp() END)
     ON CONFLICT (provider, event_id) DO NOTHING RETURNING id`,
    [provider, eventId, type.slice(0, 80), payment?.id ?? null, paymentIntent?.slice(0, 255) ?? null],
  );
  if (added.length === 0) return null;
  return { processId: payment ? await follow(manager, payment) : null };
}

/**
 * A payment has become ours: notices of it that came before are to be seen to, in the caller's transaction. Answers the
 * process that does so, to be rung after the commit (it is due; the sweep rings as well); null: none came.
 */
export async function takeUpRefundNotices(
  manager: EntityManager,
  payment: NoticedPayment,
): Promise<string | null> {
  if (payment.paymentIntent === null) return null;
  await oneAtATime(manager, payment.paymentIntent);
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE webhook_events SET payment_id = $1, processed_at = NULL WHERE payment_intent = $2 AND payment_id IS NULL`,
    [payment.id, payment.paymentIntent],
  );
  return count === 0 ? null : follow(manager, payment);
}

/** A notice and the writing of its payment cannot miss each other: whoever comes second sees what the first has written. */
async function oneAtATime(manager: EntityManager, paymentIntent: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`payment:${paymentIntent}`]);
}

function follow(
  manager: EntityManager,
  { id: subjectId, organizationId, simulated }: Omit<NoticedPayment, 'paymentIntent'>,
): Promise<string> {
  return openProcessAnew(manager, { organizationId, kind: 'runSubscription', subjectId, simulated });
}
