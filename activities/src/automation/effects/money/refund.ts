import type { DataSource, EntityManager } from 'typeorm';
import { insertRefund, leftOf, lockPayment, paymentOf, promiseAgain, settleRefund } from '@gradus/database';
import type { StepOf } from '@gradus/flow';
import { type RefundAnswer, PaymentsRefusedError } from '@gradus/integrations/stripe';
import { giveMoneyBack } from '../../../billing/give-money-back.ts';
import { claimForQuestions } from '../../../ledger/claim-length.ts';
import { EffectRefusedError } from '../../../ledger/problems.ts';
import type { EffectWork, RunEffect } from '../effect-work.ts';
import { notFound, notOurs } from './confirming.ts';
import { subjectOfRun } from './run-subject.ts';

type Config = StepOf<'refund'>['config'];

/** What was promised to the step, and the payment it comes out of. */
interface Promised {
  refundId: string;
  paymentIntent: string;
  amountMinor: number;
  /** Its id at the provider, which has told of it already. */
  given: string | null;
}

/** Gives money back. Its row comes first and promises the amount, so that no other refund gives the same money twice. */
export const refund: EffectWork<RefundAnswer & { row: string }> = {
  keptOnceBegun: true,
  // Whether an earlier attempt has given it, then the refund.
  claimSeconds: claimForQuestions(2),
  async call({ dataSource, payments }, effect) {
    const { refundId: row, paymentIntent, amountMinor, given } = await promise(dataSource, effect);
    if (given !== null) return { row, refundId: given, amountMinor };
    try {
      return { row, ...(await giveMoneyBack(payments, effect, { paymentIntent, amountMinor })) };
    } catch (error) {
      if (error instanceof PaymentsRefusedError)
        await dataSource.query(`UPDATE refunds SET state = 'failed' WHERE id = $1 AND state = 'open'`, [row]);
      throw error;
    }
  },
  async confirm({ dataSource, payments }, effect, reference) {
    const promised = await readPromise(dataSource.manager, effect);
    const given = promised ? await payments.refundsOf(promised.paymentIntent) : [];
    const ours = given.find(({ key, status }) => key === effect.outwardKey && status !== 'failed');
    if (!promised || !ours) return reference === null ? notFound() : notOurs(reference);
    if (reference !== null && reference !== ours.refundId) return notOurs(reference);
    return { row: promised.refundId, refundId: ours.refundId, amountMinor: ours.amountMinor };
  },
  async notHappened({ dataSource }, { organizationId, key }) {
    await dataSource.query(
      `UPDATE refunds SET state = 'failed' WHERE organization_id = $1 AND key = $2 AND state = 'open'`,
      [organizationId, key],
    );
  },
  async settle(manager, _effect, { row, refundId, amountMinor }) {
    await settleRefund(manager, row, { refundId, amountMinor });
    return { outcome: { refund: row, result: { amountMinor } } };
  },
};

function promise(dataSource: DataSource, effect: RunEffect): Promise<Promised> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const before = await takenUp(manager, effect);
    return before ?? (await newPromise(manager, effect));
  });
}

/** The row of an earlier attempt; one that had failed is tried again, as far as its money is still there to give. */
async function takenUp(manager: EntityManager, effect: RunEffect): Promise<Promised | null> {
  const before = await readPromise(manager, effect);
  if (before === null) return null;
  if ((await promiseAgain(manager, before.refundId)) <= 0)
    throw new EffectRefusedError('payments.nothing_to_refund', 'Nothing is left that could be given back.');
  return readPromise(manager, effect);
}

async function readPromise(
  manager: EntityManager,
  { organizationId, key }: RunEffect,
): Promise<Promised | null> {
  const [row] = await manager.query<Promised[]>(
    `SELECT f.id AS "refundId", f.amount_minor AS "amountMinor", CASE f.state WHEN 'done' THEN f.provider_refund END AS given,
            COALESCE(o.payment_intent, c.payment_intent) AS "paymentIntent"
       FROM refunds f LEFT JOIN orders o ON o.id = f.order_id LEFT JOIN charges c ON c.id = f.charge_id
      WHERE f.organization_id = $1 AND f.key = $2`,
    [organizationId, key],
  );
  return row ?? null;
}

async function newPromise(manager: EntityManager, effect: RunEffect): Promise<Promised> {
  const { organizationId, key, runId } = effect;
  const { of, part, reason } = effect.config as Config;
  const { enrollmentId } = await subjectOfRun(manager, runId);
  const named = enrollmentId ? await paymentOf(manager, organizationId, enrollmentId, of) : null;
  const payment = named ? await lockPayment(manager, organizationId, named) : null;
  const amountMinor = payment ? leftOf(payment, wanted(part, payment.amountMinor)) : 0;
  if (!payment || amountMinor <= 0)
    throw new EffectRefusedError('payments.nothing_to_refund', 'Nothing was paid that could be given back.');
  const refundId = await insertRefund(
    manager,
    { organizationId, key, endsAccess: false, reason, requestedBy: null, runId },
    payment,
    amountMinor,
  );
  return { refundId, paymentIntent: payment.paymentIntent, amountMinor, given: null };
}

function wanted(part: Config['part'], paidMinor: number): number | null {
  if (part.kind === 'percent') return Math.max(1, Math.round((paidMinor * part.percent) / 100));
  return part.kind === 'amount' ? part.amountMinor : null;
}
