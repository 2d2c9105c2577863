import { MINUTE } from '../time/durations.ts';
import { fractionOf } from '../time/jitter.ts';

/** How long the mails of this run are held back when many runs move at once, in milliseconds below the spread. */
export function spreadOf(runId: string, spreadMinutes: number): number {
  return Math.floor(fractionOf(runId) * spreadMinutes * MINUTE);
}
