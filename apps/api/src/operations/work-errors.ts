import { DomainError } from '../problems/domain-error.ts';

/** Trying again would be wrong: it was done, or may have been, and the step is behind the learner. */
export class WorkNotRetryableError extends DomainError {
  constructor() {
    super(
      'work.not-retryable',
      409,
      'This cannot be retried: it was done, or may have been. Note it, or say on the page of the run what happened.',
    );
  }
}

/** Only what came late or came back is noted; everything else leaves the list when it is mended. */
export class WorkNotLateError extends DomainError {
  constructor() {
    super(
      'work.not-late',
      409,
      'Only what was done late, or money that came back, can be noted. The rest leaves the list when it is mended.',
    );
  }
}
