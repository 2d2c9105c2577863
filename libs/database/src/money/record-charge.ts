import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';
import { takeUpRefundNotices } from './refund-notices.ts';

/** What became of taking money from a saved card. Amounts in the currency's minor unit. */
export interface NewCharge {
  organizationId: string;
  userId: string;
  enrollmentId: string | null;
  courseId: string | null;
  subscriptionId: string | null;
  runId: string | null;
  /** Unique in the organization: told twice, it is one charge. */
  key: string;
  title: string;
  amountMinor: number;
  currency: string;
  /** Null: it was paid. */
  declined: string | null;
  paymentIntent: string | null;
  simulated: boolean;
}

/**
 * Writes a charge and tells of it, in the caller's transaction; a notice that money of it went back may have come before.
 * Answers its id; null: it was there already.
 */
export async function recordCharge(manager: EntityManager, charge: NewCharge): Promise<string | null> {
  const { organizationId, userId, enrollmentId, courseId, amountMinor, currency, declined, key } = charge;
  const [row] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO charges (organization_id, user_id, enrollment_id, course_id, subscription_id, run_id, key, title,
                          amount_minor, currency, state, reason, payment_intent, simulated)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (organization_id, key) DO NOTHING RETURNING id`,
    [
      organizationId,
      userId,
      enrollmentId,
      courseId,
      charge.subscriptionId,
      charge.runId,
      key,
      charge.title.slice(0, 120),
      amountMinor,
      currency.toUpperCase(),
      declined === null ? 'paid' : 'declined',
      declined?.slice(0, 80) ?? null,
      charge.paymentIntent,
      charge.simulated,
    ],
  );
  if (!row) return null;
  const of = charge.subscriptionId === null ? 'charge' : 'subscription';
  await recordEvent(manager, {
    organizationId,
    type: declined === null ? 'payment.succeeded' : 'payment.failed',
    key: `payment.charge:${row.id}`,
    userId,
    ...(enrollmentId && { enrollmentId }),
    ...(courseId && { courseId }),
    data: { of, amount: amountMinor, currency, ...(declined !== null && { reason: declined }) },
  });
  const { paymentIntent, simulated } = charge;
  if (declined === null)
    await takeUpRefundNotices(manager, { organizationId, id: row.id, paymentIntent, simulated });
  return row.id;
}
