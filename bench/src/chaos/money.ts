import type { End, Line } from '../history/line.ts';
import type { MoneyReceipt, Received } from '../kill/counting/receivers.ts';
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
  { taken, returned }: Received,
): Promise<{ lines: Line[]; end: Pick<End, 'entitlements' | 'invoices'> }> {
  const { rows: rights } = await db.query<Right>(
    `SELECT e.order_id AS "orderId", (EXTRACT(EPOCH FROM e.ends_at) * 1000)::double precision AS "endedAt"
       FROM entitlements e JOIN orders o ON o.id = e.order_id WHERE o.user_id = ANY($1::uuid[])`,
    [stories.map(({ userId }) => userId)],
  );
  const lines = stories.flatMap((story) => {
    const own = taken.filter(({ key }) => key !== null && (key === story.orderId || ofRun(story, key)));
    const byIntent = new Map(own.map((charge) => [charge.paymentIntent, charge]));
    const back = returned.filter(({ paymentIntent }) => byIntent.has(paymentIntent));
    const paidFor = ({ paymentIntent }: MoneyReceipt) => byIntent.get(paymentIntent)!;
    return [
      ...own.flatMap((charge) => [moved('charge', charge.key!, charge), effect(story, 'charge', charge)]),
      ...back.flatMap((refund) => [
        moved('refund', paidFor(refund).key!, refund),
        effect(story, 'refund', refund),
        {
          ...moved('redeem', `the payment for ${paidFor(refund).key!}`, refund, paidFor(refund).amountMinor),
        },
      ]),
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

const ofRun = ({ runId }: LearnerStory, key: string) => runId !== null && key.startsWith(`${runId}:`);

function moved(op: 'charge' | 'refund' | 'redeem', key: string, of: MoneyReceipt, limit?: number): Line {
  const args = { amount: of.amountMinor, given: of.id, ...(limit === undefined ? {} : { limit }) };
  return { t0: of.at, t1: of.at, process: 'payments', op, key, args, result: 'ok' };
}

/** By the key that the provider was given: the same one twice is money twice. */
function effect(story: LearnerStory, kind: string, { key, at }: MoneyReceipt): Line {
  const named = key ?? 'no key';
  const step = ofRun(story, named) ? (named.split(':')[1] ?? named) : named;
  return received(story, { process: 'payments', step, kind, at, key: `${kind} ${named}` });
}
