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

interface Charge {
  id: string;
  metadata?: Record<string, string>;
  status?: string;
  paid?: boolean;
}

/** What the receiving ends have written down: the only truth about what went out. */
export interface Received {
  mails: MailReceipt[];
  calls: CallReceipt[];
  /** Charges that succeeded, by order. */
  charges: Map<string, number>;
}

/** Reads the receipts of all stand-ins. */
export async function readReceived(stage: Stage): Promise<Received> {
  const [mail, ai, payments] = await Promise.all([
    read<{ receipts: MailReceipt[] }>(`${stage.mailUrl}/api/receipts`),
    read<{ receipts: CallReceipt[] }>(`${stage.aiUrl}/api/receipts`),
    read<{ charges: Charge[] }>(`${stage.paymentsUrl}/api/ledger`),
  ]);
  const charges = new Map<string, number>();
  for (const { metadata, status, paid } of payments.charges) {
    const order = metadata?.['order_id'];
    if (!order || paid === false || (status && status !== 'succeeded')) continue;
    charges.set(order, (charges.get(order) ?? 0) + 1);
  }
  return { mails: mail.receipts, calls: ai.receipts, charges };
}

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
