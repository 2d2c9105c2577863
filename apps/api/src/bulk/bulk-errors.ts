import { DomainError } from '../problems/domain-error.ts';

export class BulkGrownError extends DomainError {
  constructor(total: number, expected: number) {
    super(
      'bulk.more-than-previewed',
      409,
      `There are ${total} by now, and ${expected} when you looked. Look at the preview again.`,
      { data: { total, expected } },
    );
  }
}

export class BulkEndedError extends DomainError {
  constructor() {
    super('bulk.ended', 409, 'This operation is over. Start another one.');
  }
}

/** What a group of the work list holds can only be tried again. */
export class BulkOrderNotForWorkError extends DomainError {
  constructor() {
    super(
      'bulk.order-not-for-work',
      422,
      'What is on the work list can be retried. For anything else choose runs.',
    );
  }
}

export class AutomationPausedError extends DomainError {
  constructor() {
    super('automation.paused-already', 409, 'This automation is paused already.');
  }
}

export class AutomationNotPausedError extends DomainError {
  constructor() {
    super('automation.not-paused', 409, 'This automation is not paused.');
  }
}
