import type { Retries } from '@gradus/contracts';

/** Webhooks are hints and may get lost: about a checkout that is open the provider is asked this often as well. */
export const ASK_EVERY_MS = 10 * 60_000;

/** What comes next for an order or a subscription. */
export interface OrderOutlook {
  next: 'checkout' | 'wait' | 'follow' | 'end';
  waitMs: number;
  effectKey: string;
  retries: Retries;
}
