import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';
import { openProcess } from '../running/open-process.ts';
import { endEntitlement } from './end-entitlement.ts';
import { type Refundable, lockPayment } from './refundable.ts';

/** A refund that somebody or something asks for. */
export interface NewRefund {
  organizationId: string;
  payment: { kind: 'order' | 'charge'; id: string };
  /** Unique in the organization: asked for twice, it is one refund. */
  key: string;
  /** How much, as far as that much is left; null: all that is left. */
  amountMinor: number | null;
  endsAccess: boolean;
  reason: string;
  requestedBy: string | null;
  runId: string | null;
}

/** Its row and process; `nothing`: there is nothing left to give back. */
export type OpenedRefund =
  | { state: 'opened'; refundId: string; processId: string; amountMinor: number; currency: string }
  | { state: 'nothing' };

/**
 * Writes the row of a refund and of its process, in the caller's transaction, and so promises the money: what is promised to
 * one refund is not promised to another.
 */
export async function openRefund(manager: EntityManager, refund: NewRefund): Promise<OpenedRefund> {
  const { organizationId, key } = refund;
  const payment = await lockPayment(manager, organizationId, refund.payment);
  if (!payment) return { state: 'nothing' };
  const [known] = await manager.query<Array<{ id: string; amount_minor: number }>>(
    'SELECT id, amount_minor FROM refunds WHERE organization_id = $1 AND key = $2',
    [organizationId, key],
  );
  const amountMinor = known?.amount_minor ?? leftOf(payment, refund.amountMinor);
  if (amountMinor <= 0) return { state: 'nothing' };
  const refundId = known?.id ?? (await insertRefund(manager, refund, payment, amountMinor));
  const processId = await openProcess(manager, {
    organizationId,
    kind: 'refundPayment',
    subjectId: refundId,
    simulated: payment.simulated,
  });
  return { state: 'opened', refundId, processId, amountMinor, currency: payment.currency };
}

/** What can still be given back of a payment, at most `wanted`. */
export function leftOf(payment: Refundable, wanted: number | null): number {
  const left = payment.amountMinor - payment.refundedMinor - payment.promisedMinor;
  return Math.min(wanted ?? left, left);
}

/** Writes the row of a refund of this much of a payment. */
export async function insertRefund(
  manager: EntityManager,
  refund: Omit<NewRefund, 'payment' | 'amountMinor'>,
  payment: Refundable,
  amountMinor: number,
): Promise<string> {
  const [row] = await manager.query<[{ id: string }]>(
    `INSERT INTO refunds (organization_id, user_id, enrollment_id, order_id, charge_id, key, amount_minor, currency,
                          ends_access, reason, requested_by, run_id, simulated)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
    [
      refund.organizationId,
      payment.userId,
      payment.enrollmentId,
      payment.kind === 'order' ? payment.id : null,
      payment.kind === 'charge' ? payment.id : null,
      refund.key,
      amountMinor,
      payment.currency,
      refund.endsAccess,
      refund.reason.slice(0, 200),
      refund.requestedBy,
      refund.runId,
      payment.simulated,
    ],
  );
  return row.id;
}

/**
 * Takes up again a refund that was refused, which had promised its money to nobody meanwhile: it promises as much of its amount as
 * is left now. Zero: all of it was given to others, and the refund stays as it is. The caller has not locked the refund.
 */
export async function promiseAgain(manager: EntityManager, refundId: string): Promise<number> {
  const payment = await lockPaymentOf(manager, refundId);
  const [refund] = await manager.query<[{ state: string; amountMinor: number }]>(
    'SELECT state, amount_minor AS "amountMinor" FROM refunds WHERE id = $1 FOR NO KEY UPDATE',
    [refundId],
  );
  if (refund.state !== 'failed') return refund.amountMinor;
  const amountMinor = leftOf(payment, refund.amountMinor);
  if (amountMinor <= 0) return 0;
  await manager.query(`UPDATE refunds SET state = 'open', amount_minor = $2 WHERE id = $1`, [
    refundId,
    amountMinor,
  ]);
  return amountMinor;
}

interface OpenRow {
  ends_access: boolean;
  reason: string;
}

/**
 * The provider has given the money back: writes it to the refund and its payment, tells of it, and ends the right that came
 * with the payment where that was asked for. Conditional: done once. The payment is locked before the refund, as everywhere.
 */
export async function settleRefund(
  manager: EntityManager,
  refundId: string,
  provider: { refundId: string; amountMinor: number },
): Promise<void> {
  const payment = await lockPaymentOf(manager, refundId);
  const [rows] = await manager.query<[OpenRow[], number]>(
    `UPDATE refunds SET state = 'done', provider_refund = $2, amount_minor = $3, settled_at = clock_timestamp()
      WHERE id = $1 AND state <> 'done' RETURNING ends_access, reason`,
    [refundId, provider.refundId, provider.amountMinor],
  );
  const [row] = rows;
  if (!row) return;
  const full = payment.refundedMinor + provider.amountMinor >= payment.amountMinor;
  if (payment.kind === 'order')
    await manager.query(
      `UPDATE orders SET refunded_minor = refunded_minor + $2, state = CASE WHEN $3 THEN 'refunded' ELSE state END WHERE id = $1`,
      [payment.id, provider.amountMinor, full],
    );
  else
    await manager.query('UPDATE charges SET refunded_minor = refunded_minor + $2 WHERE id = $1', [
      payment.id,
      provider.amountMinor,
    ]);
  await recordEvent(manager, {
    organizationId: payment.organizationId,
    type: 'payment.refunded',
    key: `payment.refunded:${refundId}`,
    userId: payment.userId,
    ...(payment.enrollmentId && { enrollmentId: payment.enrollmentId }),
    ...(payment.courseId && { courseId: payment.courseId }),
    data: { of: payment.kind, amount: provider.amountMinor, currency: payment.currency, full },
  });
  if (row.ends_access && payment.enrollmentId)
    await endEntitlement(manager, {
      organizationId: payment.organizationId,
      enrollmentId: payment.enrollmentId,
      source: payment.kind === 'order' ? 'order' : 'all',
      reason: row.reason,
      ...(payment.kind === 'order' && { orderId: payment.id }),
    });
}

async function lockPaymentOf(manager: EntityManager, refundId: string): Promise<Refundable> {
  const [of] = await manager.query<
    Array<{ organization_id: string; order_id: string | null; charge_id: string | null }>
  >('SELECT organization_id, order_id, charge_id FROM refunds WHERE id = $1', [refundId]);
  const id = of?.order_id ?? of?.charge_id;
  const kind = of?.order_id ? ('order' as const) : ('charge' as const);
  const payment = of && id ? await lockPayment(manager, of.organization_id, { kind, id }) : null;
  if (!payment) throw new Error(`Refund ${refundId} is of no payment.`);
  return payment;
}
