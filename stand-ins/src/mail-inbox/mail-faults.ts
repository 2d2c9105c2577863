/** What the mail server does to those who deliver. Not kept over a restart. */
export interface MailFaults {
  /** `drop-after-data` keeps the message and cuts the line before saying so: the sender cannot know. */
  readonly smtp: 'ok' | 'reject-4xx' | 'reject-5xx' | 'drop-after-data';
  /** Wait before answering DATA. */
  readonly delayMs: number;
}

const KINDS = ['ok', 'reject-4xx', 'reject-5xx', 'drop-after-data'] as const;

/** No faults. */
export const NO_FAULTS: MailFaults = { smtp: 'ok', delayMs: 0 };

/** Reads a switch setting; what is missing goes back to normal. @throws Error in one sentence when it is wrong */
export function readMailFaults(value: Record<string, unknown>): MailFaults {
  const smtp = KINDS.find((kind) => kind === (value['smtp'] ?? 'ok'));
  if (smtp === undefined) throw new Error(`smtp must be one of ${KINDS.join(', ')}.`);
  const delayMs = Number(value['delayMs'] ?? 0);
  if (!Number.isFinite(delayMs) || delayMs < 0) throw new Error('delayMs must be a number of milliseconds.');
  return { smtp, delayMs };
}
