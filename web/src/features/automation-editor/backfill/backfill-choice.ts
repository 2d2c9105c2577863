import type { Backfill } from '@gradus/contracts';

/** What becomes of people who qualify already: nothing, a run each, or a note that they are done. */
export interface BackfillChoice {
  mode: 'skip' | Backfill['mode'];
  ratePerMinute: number;
}

export const SKIP: BackfillChoice = { mode: 'skip', ratePerMinute: 120 };

/** As publishing takes it. */
export function backfillOf({ mode, ratePerMinute }: BackfillChoice): { backfill?: Backfill } {
  return mode === 'skip' ? {} : { backfill: { mode, ratePerMinute } };
}
