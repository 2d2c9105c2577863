import { DomainError } from '../problems/domain-error.ts';

/** More is being looked ahead at than this machine can do at once, or one drawing takes far too long. */
export class EngineBusyError extends DomainError {
  constructor() {
    super(
      'foresight.busy',
      503,
      'Looking ahead takes longer than it should just now. Please try again in a moment.',
      { retryAfterSeconds: 10 },
    );
  }
}
