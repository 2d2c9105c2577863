import type { End, Line } from '../history/line.ts';
import { type MoneyReceipt, type Received, moneyOf, stepOfKey } from '../kill/counting/receivers.ts';
import type { LearnerStory } from '../kill/learner-story.ts';
import type { Stage } from '../stage/stage.ts';
import { received } from './received.ts';

interface Right {
  orderId: string;
  endedAt: number | null;
}

/** What the provider took and gave back, and what our books make of it. Amounts in the minor unit. */
export async function readMoney(
  { db }: Pick<Stage, 'db'>,
  stories: readonly LearnerStory[],
  receipts: Received,
): Promise<{ lines: Line[]; end: Pick<End, 'entitlements' | 'invoices'> }> {
  const { rows: rights } = await db.query<Right>(
    `SELECT e.order_id AS "orderId", (EXTRACT(EPOCH FROM e.ends_at) * 1000)::double precision AS "endedAt"
       FROM entitlements e JOIN orders o ON o.id = e.order_id WHERE o.user_id = ANY($1::uuid[])`,
    [stories.map(({ userId }) => userId)],
  );
  const lines = stories.flatMap((story) => {
    const own = moneyOf(story, receipts);
    const byIntent = new Map(own.taken.map((charge) => [charge.paymentIntent, charge]));
    return [
      ...own.taken.flatMap((charge) => [
        moved('charge', keyOf(charge), charge),
        effect(story, 'charge', charge),
      ]),
      ...own.returned.flatMap((refund) => {
        const paid = byIntent.get(refund.paymentIntent)!;
        return [
          moved('refund', keyOf(paid), refund),
          effect(story, 'refund', refund),
          moved('redeem', `the payment for ${keyOf(paid)}`, refund, paid.amountMinor),
        ];
      }),
      ...rights.flatMap(({ orderId, endedAt }) =>
        orderId === story.orderId && endedAt !== null
          ? [received(story, { process: 'database', step: 'access', kind: 'revocation', at: endedAt })]
          : [],
      ),
    ];
  });
  const invoices = stories.flatMap(({ books, orderId }) =>
    books.map(({ key, amountMinor, refundedMinor }) => ({
      order: key,
      amount: amountMinor,
      refunded: refundedMinor,
      entitles: key === orderId,
    })),
  );
  const entitlements = rights.map(({ orderId, endedAt }) => ({ order: orderId, ended: endedAt !== null }));
  return { lines, end: { entitlements, invoices } };
}

const keyOf = ({ key }: MoneyReceipt) => key ?? 'no key';

function moved(op: 'charge' | 'refund' | 'redeem', key: string, of: MoneyReceipt, limit?: number): Line {
  const args = { amount: of.amountMinor, given: of.id, ...(limit === undefined ? {} : { limit }) };
  return { t0: of.at, t1: of.at, process: 'payments', op, key, args, result: 'ok' };
}

/** By the key that the provider was given: the same one twice is money twice. */
function effect(story: LearnerStory, kind: string, receipt: MoneyReceipt): Line {
  const key = keyOf(receipt);
  const step = stepOfKey(key)?.stepId ?? key;
  return received(story, { process: 'payments', step, kind, at: receipt.at, key: `${kind} ${key}` });
}
