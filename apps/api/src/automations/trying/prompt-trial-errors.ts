import { GraderRefusedError, GraderUnavailableError } from '@gradus/integrations/ai';
import { DomainError } from '../../problems/domain-error.ts';

export class WriterMissingError extends DomainError {
  constructor() {
    super(
      'writer.missing',
      409,
      'No AI provider is connected, so no text can be written. Connect OpenAI or Anthropic, or write the text into the message.',
    );
  }
}

/** A prompt that could not be asked: it names what may not go out, or what nobody knows. */
export class PromptUnfitError extends DomainError {
  constructor(unfit: string, allowed: readonly string[]) {
    const sentence = `The prompt contains ${unfit}, which cannot be filled in here or may not go to an AI provider. Use ${allowed.map((name) => `{{${name}}}`).join(', ')}, or write it out.`;
    super('writer.prompt-unfit', 422, sentence, { fields: [{ path: 'prompt', message: sentence }] });
  }
}

class WriterAwayError extends DomainError {
  constructor(cause: GraderUnavailableError) {
    super(
      'writer.away',
      503,
      'The AI provider does not answer just now, so nothing was written. Try again in a moment.',
      {
        cause,
        ...(cause.retryAfterMs !== undefined && { retryAfterSeconds: Math.ceil(cause.retryAfterMs / 1_000) }),
      },
    );
  }
}

const DECLINED = 'The AI provider declined to write this. Say in other words what is wanted, and try again.';
const UNFINISHED = 'The AI provider gave no whole text. Ask for a shorter one, and try again.';
const CLOSED =
  'The AI provider refuses to work for this school, for example because of its key, its model or what is paid for. Whoever runs Gradus can see to it.';

class WriterRefusedError extends DomainError {
  constructor(cause: GraderRefusedError) {
    const about = { 'grader.refusal': DECLINED, 'grader.truncated': UNFINISHED } as Record<string, string>;
    const sentence = about[cause.code];
    super('writer.refused', sentence === undefined ? 502 : 422, sentence ?? CLOSED, { cause });
  }
}

/** What a provider did not do, as the API says it. */
export function writingRefusal(error: unknown): unknown {
  if (error instanceof GraderUnavailableError) return new WriterAwayError(error);
  if (error instanceof GraderRefusedError) return new WriterRefusedError(error);
  return error;
}
