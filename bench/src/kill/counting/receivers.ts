import type { LearnerStory } from '../learner-story.ts';
import type { Stage } from '../../stage/stage.ts';

/** One mail as the mail server accepted it; a mail sent twice is there twice. */
export interface MailReceipt {
  messageId: string;
  to: string[];
  subject: string;
  receivedAt: string;
}

/** One call as the AI provider answered it. */
export interface CallReceipt {
  key: string | null;
  status: number;
  at: string;
}

/** Money as the payment provider moved it, or refused to. */
export interface MoneyReceipt {
  /** The provider's own. */
  id: string;
  /** What we said it is for: the order, or the key of the effect; null: nothing. */
  key: string | null;
  paymentIntent: string;
  amountMinor: number;
  /** Milliseconds, rounded down to the second. */
  at: number;
}

interface StripeRecord {
  id: string;
  amount: number;
  created: number;
  payment_intent: string;
  metadata: Record<string, string>;
  status: string;
}

/** What the receiving ends have written down: the only truth about what went out. */
export interface Received {
  mails: MailReceipt[];
  calls: CallReceipt[];
  /** Charges that succeeded. */
  taken: MoneyReceipt[];
  /** Charges that the card said no to. */
  declined: MoneyReceipt[];
  /** Refunds that did not fail. */
  returned: MoneyReceipt[];
}

/** Reads the receipts of all stand-ins. */
export async function readReceived(stage: Stage): Promise<Received> {
  const [mail, ai, payments] = await Promise.all([
    read<{ receipts: MailReceipt[] }>(`${stage.mailUrl}/api/receipts`),
    read<{ receipts: CallReceipt[] }>(`${stage.aiUrl}/api/receipts`),
    read<{ charges: StripeRecord[]; refunds: StripeRecord[] }>(`${stage.paymentsUrl}/api/ledger`),
  ]);
  const { charges, refunds } = payments;
  const paid = ({ status }: StripeRecord) => status === 'succeeded';
  return {
    mails: mail.receipts,
    calls: ai.receipts,
    taken: charges.filter(paid).map(receiptOf),
    declined: charges.filter((charge) => !paid(charge)).map(receiptOf),
    returned: refunds.filter(({ status }) => status !== 'failed').map(receiptOf),
  };
}

const receiptOf = ({ id, amount, created, payment_intent, metadata }: StripeRecord): MoneyReceipt => ({
  id,
  key: metadata['order_id'] ?? metadata['key'] ?? null,
  paymentIntent: payment_intent,
  amountMinor: amount,
  at: created * 1_000,
});

async function read<Body>(url: string): Promise<Body> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return (await answer.json()) as Body;
}

/** Run, step, visit and try, as the Message-ID of a step's mail says them; null for other mails. */
export function stepOfMessageId(messageId: string): { runId: string; stepId: string } | null {
  const [, runId = '', stepId = ''] = /^<([0-9a-f-]{36})\.([^.@]+)\.\d+\.\d+@/.exec(messageId) ?? [];
  return runId ? { runId, stepId } : null;
}

/** The run and the step of an effect's key; null: the key of something else, an order say. */
export function stepOfKey(key: string | null): { runId: string; stepId: string } | null {
  const [, runId = '', stepId = ''] = /^([0-9a-f-]{36}):([^:]+):/.exec(key ?? '') ?? [];
  return runId ? { runId, stepId } : null;
}

/** Whether this is of a visit of that step, by whatever try. */
export function isOfStep({ key }: Pick<MoneyReceipt, 'key'>, runId: string, stepId: string): boolean {
  const step = stepOfKey(key);
  return step?.runId === runId && step.stepId === stepId;
}

/** The money of one learner: what their order and the steps of their run took, and what was given back of it, by whomever. */
export function moneyOf(
  { runId, orderId }: Pick<LearnerStory, 'runId' | 'orderId'>,
  received: Pick<Received, 'taken' | 'returned'>,
): Pick<Received, 'taken' | 'returned'> {
  const taken = received.taken.filter(({ key }) => key === orderId || stepOfKey(key)?.runId === runId);
  const intents = new Set(taken.map(({ paymentIntent }) => paymentIntent));
  return { taken, returned: received.returned.filter(({ paymentIntent }) => intents.has(paymentIntent)) };
}
