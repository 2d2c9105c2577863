import type { UnfitAutomation } from '@gradus/database';
import { DomainError } from '../problems/domain-error.ts';
import { sayClosed } from './unlock-sentences.ts';

/** Enrolled, but not (or no longer) studying: unpaid, paused or ended. */
export class EnrollmentNotActiveError extends DomainError {
  constructor(state: string) {
    const why =
      state === 'pending'
        ? 'The enrollment is not complete yet; the payment is still missing.'
        : `This enrollment is ${state}, so nothing can be recorded in it.`;
    super('enrollment.not-active', 409, why, { data: { state } });
  }
}

/** The module is not open yet, or was closed again. `unlockAt` is null when no date is certain. */
export class ModuleLockedError extends DomainError {
  constructor(moduleTitle: string, unlockAt: string | null, closedBecause: string | null = null) {
    const sentence =
      closedBecause === null
        ? `“${moduleTitle}” is not open yet.`
        : `“${moduleTitle}” is not open any more. ${sayClosed(closedBecause)}`;
    super('module.locked', 403, sentence, { data: { unlockAt } });
  }
}

/** Required work is missing. */
export class CourseIncompleteError extends DomainError {
  constructor(missing: Array<{ code: string; text: string }>) {
    super('course.incomplete', 409, 'Some required work is still missing.', { data: { missing } });
  }
}

/** Another version of the course was published since the publisher looked. */
export class CourseVersionOutdatedError extends DomainError {
  constructor(sentence: string) {
    super('course.version-stale', 409, sentence);
  }
}

/** A live automation does not fit the version. */
export class CourseAutomationsUnfitError extends DomainError {
  constructor(sentence: string, automations: readonly UnfitAutomation[]) {
    super('course.automations-unfit', 422, sentence, { data: { automations } });
  }
}
