import type { EntityManager } from 'typeorm';
import { WITHOUT_PLACE, openRefund } from '@gradus/database';
import { type BellTarget, processBell } from '@gradus/temporal';
import type { OrderRow } from './order-row.ts';

/** States of a place that a payment does not open any more. */
const LOST: ReadonlySet<string> = new Set(['revoked', 'expired', 'withdrawn']);

/** Locks the place before its order, as whoever gives it otherwise does. Answers whether it is lost. */
export async function isPlaceLost(manager: EntityManager, { enrollmentId }: OrderRow): Promise<boolean> {
  const [seat] = await manager.query<[{ state: string }]>(
    'SELECT state FROM enrollments WHERE id = $1 FOR NO KEY UPDATE',
    [enrollmentId],
  );
  return LOST.has(seat.state);
}

/** Whoever paid for a place that was lost meanwhile gets all of it back. Answers whom to ring after the commit. */
export async function giveBackUnasked(
  manager: EntityManager,
  { id, organizationId }: OrderRow,
): Promise<BellTarget[]> {
  const refund = await openRefund(manager, {
    organizationId,
    payment: { kind: 'order', id },
    key: `${WITHOUT_PLACE}${id}`,
    amountMinor: null,
    endsAccess: false,
    reason: 'The place was given up before the payment arrived.',
    requestedBy: null,
    runId: null,
  });
  return refund.state === 'opened' ? [processBell('refundPayment', refund.processId)] : [];
}
