import type { Admission } from '@gradus/database';
import { DomainError } from '../problems/domain-error.ts';

/** Nobody can enter what was never published or is put away. */
export class AutomationNotLiveError extends DomainError {
  constructor() {
    super('automation.not-live', 409, 'Nobody can enter: publish this automation first, or bring it back.');
  }
}

/** An automation of a course lets in that course's learners alone. */
export class NotEnrolledError extends DomainError {
  constructor() {
    super(
      'entry.not-enrolled',
      409,
      'This automation belongs to a course, and this person is not enrolled in it.',
    );
  }
}

const REFUSALS = {
  inside: 'This person is inside already, and the entry rule allows one run at a time.',
  'entered-before': 'This person has been through it, and the entry rule lets nobody in a second time.',
  suppressed: 'This person is inside another automation that keeps them out of this one until it ends.',
};

/** The entry rule or the suppression says no. */
export class EntryRefusedError extends DomainError {
  constructor(because: Exclude<Admission, { runId: string }>['because']) {
    super(`entry.${because}`, 409, REFUSALS[because]);
  }
}

/** It is over, one way or the other. */
export class AdmissionEndedError extends DomainError {
  constructor() {
    super('admission.ended', 409, 'This has ended already; nothing is left to pause or to stop.');
  }
}
