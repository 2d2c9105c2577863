/** Something the person at the terminal can put right: shown as one plain sentence, without a stack. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** What to print for anything thrown: the sentence of a refusal, the whole stack of a mistake of ours. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Error) return `Unexpected: ${error.stack ?? error.message}`;
  return `Unexpected: ${String(error)}`;
}
