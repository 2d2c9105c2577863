import type { DataSource } from 'typeorm';
import type { ProcessInput, Retries } from '@gradus/contracts';
import { promiseAgain, settleRefund, writeOutsideRefunds } from '@gradus/database';
import { topics } from '@gradus/events';
import type { RefundAnswer, RefundState } from '@gradus/integrations/stripe';
import type { ActivityParts } from '../activity-parts.ts';
import { claimForQuestions } from '../ledger/claim-length.ts';
import { throughLedger } from '../ledger/through-ledger.ts';
import { type ProcessRow, attend, endProcess, planProcessEffect } from '../processes/process-row.ts';
import { giveMoneyBack } from './give-money-back.ts';

/** What is left to do about a refund. */
export interface RefundOutlook {
  next: 'refund' | 'end';
  effectKey: string;
  retries: Retries;
}

interface RefundRow {
  id: string;
  state: 'open' | 'done' | 'failed';
  enrollment_id: string | null;
  of: 'order' | 'charge';
  payment_id: string;
  payment_intent: string;
  amount_minor: number;
}

const keyOf = ({ id }: RefundRow) => `refund:${id}`;

/** A refund that staff asked for, or that makes good a charge that came too late. The row promises the money already. */
export function refundActivities(parts: ActivityParts) {
  return {
    /** Whether there is anything left to give back. A process that an operator reopened begins again, or has nothing left to give. */
    async lookAtRefund({ processId }: ProcessInput): Promise<RefundOutlook> {
      const { process, row } = await attendRefund(parts.dataSource, processId);
      const next = process.state === 'ended' || row.state !== 'open' ? 'end' : 'refund';
      if (next === 'end') await endProcess(parts.dataSource, processId, row.state);
      return { next, effectKey: keyOf(row), retries: parts.retries };
    },

    /** Gives the money back and writes that down, in one transaction with the ledger. */
    async payBack({ processId }: ProcessInput): Promise<void> {
      const { process, row } = await attendRefund(parts.dataSource, processId);
      if (row.state !== 'open') return;
      await planProcessEffect(parts.dataSource, process, 'refund', keyOf(row));
      await throughLedger(parts, {
        key: keyOf(row),
        // What was given back is asked for, after a bank's no once more, and then it is given.
        claimSeconds: claimForQuestions(3),
        call: async (effect) => {
          const { given, madeThere, amountMinor } = await lookAtGiven(parts, process, row);
          const paymentIntent = row.payment_intent;
          return madeThere ?? giveMoneyBack(parts.payments, effect, { paymentIntent, amountMinor, given });
        },
        settle: async (manager, _effect, answer) => {
          await settleRefund(manager, row.id, answer);
          await endProcess(manager, process.id, 'done');
          return { refundId: answer.refundId, ...('madeThere' in answer && { madeThere: true }) };
        },
      });
      await parts.live.publish([
        topics.outbox,
        ...(row.enrollment_id ? [topics.enrollment(row.enrollment_id)] : []),
      ]);
    },
  };
}

interface Given {
  /** All that the provider knows of. */
  given: readonly RefundState[];
  /** The refund that somebody made at the provider, and by which this one has come about; null: ours is still to be made. */
  madeThere: (RefundAnswer & { madeThere: true }) | null;
  /** What is to be given back now. */
  amountMinor: number;
}

/**
 * What others gave back at the provider counts first, also where nobody has told us yet: what is not left any more would only
 * be refused. A refund of our own that is there already is found by its key.
 */
async function lookAtGiven(
  { dataSource, payments }: ActivityParts,
  { organizationId }: ProcessRow,
  row: RefundRow,
): Promise<Given> {
  const given = await payments.refundsOf(row.payment_intent);
  const byOthers = given.filter(({ key }) => key === null || !key.startsWith(keyOf(row)));
  if (byOthers.length === 0) return { given, madeThere: null, amountMinor: row.amount_minor };
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const about = { kind: row.of, id: row.payment_id };
    await writeOutsideRefunds(manager, organizationId, about, byOthers);
    const [{ state, refundId, amountMinor }] = await manager.query<
      [{ state: string; refundId: string; amountMinor: number }]
    >(
      'SELECT state, provider_refund AS "refundId", amount_minor AS "amountMinor" FROM refunds WHERE id = $1',
      [row.id],
    );
    const madeThere = state === 'done' ? { refundId, amountMinor, madeThere: true as const } : null;
    return { given, madeThere, amountMinor };
  });
}

/** A process that an operator reopened takes up its refund again, as far as that money is still there to give. */
async function attendRefund(
  db: DataSource,
  processId: string,
): Promise<{ process: ProcessRow; row: RefundRow }> {
  const process = await attend(db, processId);
  const row = await readRefund(db, process);
  if (row.state !== 'failed' || process.state !== 'open') return { process, row };
  await db.transaction('READ COMMITTED', (manager) => promiseAgain(manager, row.id));
  return { process, row: await readRefund(db, process) };
}

async function readRefund(db: DataSource, { subjectId }: ProcessRow): Promise<RefundRow> {
  const [row] = await db.query<RefundRow[]>(
    `SELECT f.id, f.state, f.enrollment_id, CASE WHEN f.order_id IS NULL THEN 'charge' ELSE 'order' END AS of,
            COALESCE(f.order_id, f.charge_id) AS payment_id, COALESCE(o.payment_intent, c.payment_intent) AS payment_intent,
            f.amount_minor
       FROM refunds f LEFT JOIN orders o ON o.id = f.order_id LEFT JOIN charges c ON c.id = f.charge_id
      WHERE f.id = $1`,
    [subjectId],
  );
  if (!row) throw new Error(`No refund ${subjectId}.`);
  return row;
}
