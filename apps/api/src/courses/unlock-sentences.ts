import { type Reason, type Speech, sayReason } from '@gradus/flow';

/** Why a module is locked, as data and as sentences on the reader's clock. */
export function unlockSentences(because: unknown[], speech: Speech): Array<{ code: string; text: string }> {
  // The column holds what `project` answered.
  return (because as Reason[]).map((reason) => ({ code: reason.code, text: sayReason(reason, speech) }));
}

/** That a week was closed again, with the reason its author gave. What was done is kept: nobody has to wonder. */
export function sayClosed(because: string): string {
  return `Closed again: ${because.replace(/([^.!?])$/, '$1.')} What you have done is kept.`;
}
