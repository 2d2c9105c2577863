import { DomainError } from '../problems/domain-error.ts';

/** Handing in is not possible now; the sentence says why. */
export class HandInRefusedError extends DomainError {
  constructor(code: HandInObstacle['code'], sentence: string) {
    super(`submission.${code}`, 409, sentence);
  }
}

/** What stands in the way of handing in. */
export interface HandInObstacle {
  code: 'under-way' | 'no-attempts-left' | 'not-enrolled' | 'not-active';
  sentence: string;
}

export class SubmissionTooShortError extends DomainError {
  constructor(words: number, minWords: number) {
    super(
      'submission.too-short',
      422,
      `This has ${words} ${words === 1 ? 'word' : 'words'}; at least ${minWords} are asked for.`,
      { fields: [{ path: 'body', message: `write at least ${minWords} words` }], data: { words, minWords } },
    );
  }
}

/** Somebody was faster, or the work does not wait for a person. */
export class ReviewNotWaitingError extends DomainError {
  constructor() {
    super('review.not-waiting', 409, 'This submission does not wait for a decision any more.');
  }
}

/** The decision does not fit the rubric. */
export class DecisionMismatchError extends DomainError {
  constructor(fields: Array<{ path: string; message: string }>) {
    super('review.decision-mismatch', 422, 'The decision does not fit the rubric of this assignment.', {
      fields,
    });
  }
}

/** Nobody decides about what they have handed in themselves. */
export class SubmissionOwnWorkError extends DomainError {
  constructor() {
    super(
      'submission.own-work',
      403,
      'This is your own work. Ask another instructor or an administrator to grade it.',
    );
  }
}
