import { type Reason, sayReason } from '@gradus/flow';

/** Why a module is locked, as data and as sentences on the clock of the reader's zone. */
export function unlockSentences(because: unknown[], zone: string): Array<{ code: string; text: string }> {
  // The column holds what `project` answered.
  return (because as Reason[]).map((reason) => ({ code: reason.code, text: sayReason(reason, { zone }) }));
}
