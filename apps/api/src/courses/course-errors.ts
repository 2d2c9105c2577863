import { DomainError } from '../http/domain-error.ts';

export class CourseMissingError extends DomainError {
  constructor() {
    super('course.missing', 404, 'There is no such course.');
  }
}

export class LessonMissingError extends DomainError {
  constructor() {
    super('lesson.missing', 404, 'There is no such lesson.');
  }
}

export class EnrollmentMissingError extends DomainError {
  constructor() {
    super('enrollment.missing', 404, 'You are not enrolled in this course.');
  }
}

/** Enrolled, but not (or no longer) studying: unpaid, paused or ended. */
export class EnrollmentNotActiveError extends DomainError {
  constructor(state: string) {
    const why =
      state === 'pending'
        ? 'The enrollment is not complete yet; the payment is still missing.'
        : `This enrollment is ${state}, so nothing can be recorded in it.`;
    super('enrollment.not-active', 409, why, { state });
  }
}

/** The module is not open yet. `unlockAt` is null when no date is certain. */
export class ModuleLockedError extends DomainError {
  constructor(moduleTitle: string, unlockAt: string | null) {
    super('module.locked', 403, `“${moduleTitle}” is not open yet.`, { unlockAt });
  }
}

/** Required work is missing. */
export class CourseIncompleteError extends DomainError {
  constructor(missing: Array<{ code: string; text: string }>) {
    super('course.incomplete', 409, 'The course is not complete yet.', { missing });
  }
}
