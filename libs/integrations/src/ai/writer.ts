import type { TokenUsage } from './grader.ts';

/** What a writer is asked for. Everything a provider needs is here; it never reads the database. */
export interface WriteRequest {
  /** Our idempotency key (effect key and try). */
  readonly key: string;
  /** The provider's model id. */
  readonly model: string;
  /** Rules that hold for any text. */
  readonly instructions: string;
  /** What is wanted. */
  readonly prompt: string;
}

/** A text as the provider gave it. */
export interface WrittenText {
  readonly text: string;
  readonly requestId: string | null;
  readonly model: string;
  readonly usage: TokenUsage;
}

/** Something that can write a text. There is none without a language model: the local grader compares, it cannot write. */
export interface Writer {
  /** `openai` or `anthropic`: shown beside every text. */
  readonly provider: string;
  /**
   * Writes one text.
   *
   * @throws GraderUnavailableError when trying again later may help
   * @throws GraderRefusedError when it will not
   * @throws the signal's reason when aborted
   */
  write(request: WriteRequest, signal: AbortSignal): Promise<WrittenText>;
}
