import type { EntityManager } from 'typeorm';
import { noteForSegments } from '../segments/check-segments.ts';
import { type Refundable, lockPayment } from './refundable.ts';
import { insertRefund, settleRefund } from './refunds.ts';

/** A refund as the provider knows it. `key`: the one it was made with; null: somebody made it there by hand. */
export interface ProviderRefund {
  refundId: string;
  key: string | null;
  amountMinor: number;
  status: 'done' | 'pending' | 'failed';
}

/** How the key of a refund begins that nobody has asked for: the place was lost before the money came, so all of it goes back. */
export const WITHOUT_PLACE = 'without-place:';

const REASON = 'Given back at the payment provider.';

/**
 * Writes what the provider says was given back of a payment, in the caller's transaction: what was done there by hand gets
 * its row, its event and, by the school's policy, the end of the right that came with an order; what a bank has sent back
 * counts no longer. What we gave back ourselves and nobody could write down (its answer was lost, or somebody took it for not
 * done) is settled as well: its row is not to promise, or to give back, that money again. Doing it twice is doing it once.
 */
export async function writeOutsideRefunds(
  manager: EntityManager,
  organizationId: string,
  about: { kind: 'order' | 'charge'; id: string },
  refunds: readonly ProviderRefund[],
): Promise<void> {
  const payment = await lockPayment(manager, organizationId, about);
  if (!payment) return;
  const endsAccess = payment.kind === 'order' && (await refundEndsAccess(manager, organizationId));
  for (const refund of refunds.toReversed()) {
    if (refund.status === 'failed') await takeBackRefund(manager, payment, refund.refundId);
    else if (refund.status === 'done') await writeDone(manager, payment, refund, endsAccess);
  }
}

async function writeDone(
  manager: EntityManager,
  payment: Refundable,
  { refundId, amountMinor, key: madeWith }: ProviderRefund,
  endsAccess: boolean,
): Promise<void> {
  const { organizationId } = payment;
  const key = `provider:${refundId}`;
  const known = await manager.query<unknown[]>(
    'SELECT 1 FROM refunds WHERE organization_id = $1 AND (key = $2 OR provider_refund = $3)',
    [organizationId, key, refundId],
  );
  if (known.length > 0) return;
  const ours = madeWith === null ? null : await oursInDoubt(manager, payment, madeWith);
  if (ours !== null) return settleOurs(manager, ours, { refundId, amountMinor }, {});
  const now = await lockPayment(manager, organizationId, payment);
  const full = now !== null && now.refundedMinor + amountMinor >= now.amountMinor;
  const promised = now === null ? null : await makeRoom(manager, now, amountMinor);
  if (promised !== null) {
    if (endsAccess && full) await haveItEndAccess(manager, promised);
    return settleOurs(manager, promised, { refundId, amountMinor }, { madeThere: true });
  }
  const about = { organizationId, key, reason: REASON, requestedBy: null, runId: null };
  const id = await insertRefund(manager, { ...about, endsAccess: endsAccess && full }, payment, amountMinor);
  await settleRefund(manager, id, { refundId, amountMinor });
}

/**
 * What was given back there may be what a refund here has promised and not given yet. Nothing is left then to give: the
 * answer is that refund, which has come about in this way. While something is left, one that nobody has asked for, and that
 * is to give all, promises no more than that.
 */
async function makeRoom(
  manager: EntityManager,
  { id, amountMinor: paid, refundedMinor, promisedMinor }: Refundable,
  given: number,
): Promise<string | null> {
  const left = paid - refundedMinor - given;
  if (promisedMinor <= left) return null;
  const open = await manager.query<Array<{ id: string; amount_minor: number; unasked: boolean }>>(
    `SELECT id, amount_minor, key LIKE '${WITHOUT_PLACE}%' AS unasked FROM refunds
      WHERE $1 IN (order_id, charge_id) AND state = 'open' ORDER BY created_at, id`,
    [id],
  );
  if (left <= 0) return open[0]?.id ?? null;
  const unasked = open.find((refund) => refund.unasked);
  const others = promisedMinor - (unasked?.amount_minor ?? 0);
  if (unasked && left > others)
    await manager.query('UPDATE refunds SET amount_minor = $2 WHERE id = $1', [unasked.id, left - others]);
  return null;
}

/** Our row of a refund that was made with this key (a later try has its number behind it), unless it is settled. */
async function oursInDoubt(
  manager: EntityManager,
  { organizationId, id }: Refundable,
  madeWith: string,
): Promise<string | null> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `SELECT id FROM refunds WHERE organization_id = $1 AND $2 IN (order_id, charge_id) AND state <> 'done'
        AND (key = ANY($3) OR 'refund:' || id = ANY($3))`,
    [organizationId, id, [madeWith, madeWith.replace(/:\d+$/, '')]],
  );
  return row?.id ?? null;
}

/** More was given back there than was promised: what the school says of that counts for it. Without a place there is none to end. */
async function haveItEndAccess(manager: EntityManager, refundId: string): Promise<void> {
  await manager.query(
    `UPDATE refunds SET ends_access = true WHERE id = $1 AND key NOT LIKE '${WITHOUT_PLACE}%'`,
    [refundId],
  );
}

/**
 * A refund of ours has come about. One that staff asked for has a process of its own, which may be blocked by the doubt, and
 * an effect that nobody will settle any more: whoever has claimed it may have died. One who is settling it at this moment is
 * left to it.
 */
async function settleOurs(
  manager: EntityManager,
  id: string,
  provider: Pick<ProviderRefund, 'refundId' | 'amountMinor'>,
  how: { madeThere?: true },
): Promise<void> {
  await settleRefund(manager, id, provider);
  await manager.query(
    `UPDATE effects SET state = 'done', outcome = $2, settled_at = clock_timestamp(), next_attempt_at = NULL, problem_code = NULL,
            problem_detail = NULL
      WHERE id IN (SELECT e.id FROM effects e JOIN processes p ON p.id = e.process_id
                    WHERE p.kind = 'refundPayment' AND p.subject_id = $1 AND e.state IN ('planned', 'claimed')
                      FOR UPDATE OF e SKIP LOCKED)`,
    [id, { refundId: provider.refundId, ...how }],
  );
  await manager.query(
    `UPDATE processes SET state = 'ended', outcome = 'done', ended_at = clock_timestamp(), problem_code = NULL,
            problem_detail = NULL WHERE kind = 'refundPayment' AND subject_id = $1 AND state <> 'ended'`,
    [id],
  );
}

/**
 * The money has come back to the school, which a person has to see to: it may be given back again. The right that has ended
 * stays as it is.
 */
async function takeBackRefund(manager: EntityManager, payment: Refundable, refundId: string): Promise<void> {
  const [rows] = await manager.query<[Array<{ amount_minor: number }>, number]>(
    `UPDATE refunds SET state = 'failed', returned_at = clock_timestamp()
      WHERE organization_id = $1 AND provider_refund = $2 AND state = 'done' RETURNING amount_minor`,
    [payment.organizationId, refundId],
  );
  const [row] = rows;
  if (!row) return;
  const set =
    payment.kind === 'order'
      ? `orders SET refunded_minor = refunded_minor - $2, state = CASE state WHEN 'refunded' THEN 'paid' ELSE state END`
      : 'charges SET refunded_minor = refunded_minor - $2';
  await manager.query(`UPDATE ${set} WHERE id = $1`, [payment.id, row.amount_minor]);
  // Nobody is told of it by an event, and whoever asks about refunds has to look again.
  const { organizationId, userId } = payment;
  await noteForSegments(manager, { organizationId, userId, type: 'payment.refunded' });
}

async function refundEndsAccess(manager: EntityManager, organizationId: string): Promise<boolean> {
  const [row] = await manager.query<[{ ends: boolean }]>(
    'SELECT outside_refund_ends_access AS ends FROM organizations WHERE id = $1',
    [organizationId],
  );
  return row.ends;
}
