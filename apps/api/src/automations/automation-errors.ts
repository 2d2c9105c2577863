import { AutomationInvalidError, AutomationMissingError, DraftStaleError } from '@gradus/database';
import type { Problem } from '@gradus/flow';
import { DomainError } from '../problems/domain-error.ts';
import { MissingError } from '../problems/request-errors.ts';

/** Somebody else changed the draft since it was read. */
export class DraftOutdatedError extends DomainError {
  constructor(revision: number) {
    super(
      'automation.draft-stale',
      409,
      'The draft was changed meanwhile. Load it again, look at what changed and repeat your edit.',
      { data: { revision } },
    );
  }
}

/** An edit does not fit the drawing, or makes something that is no drawing; nothing of the request was kept. */
export class OperationUnfitError extends DomainError {
  constructor(index: number, code: string, sentence: string) {
    super(`automation.${code.replaceAll('.', '-')}`, 422, sentence, {
      fields: [{ path: `operations.${index}`, message: sentence }],
    });
  }
}

export class DrawingInvalidError extends DomainError {
  constructor(sentence: string, problems: readonly Problem[]) {
    super('automation.invalid', 422, sentence, { data: { problems } });
  }
}

/** What publishing refuses, as the API says it. */
export function publishingRefusal(error: unknown): unknown {
  if (error instanceof DraftStaleError) return new DraftOutdatedError(error.revision);
  if (error instanceof AutomationInvalidError) return new DrawingInvalidError(error.message, error.problems);
  if (error instanceof AutomationMissingError) return new MissingError('automation');
  return error;
}
