import { DomainError } from '../problems/domain-error.ts';

/** Faster clocks are for demonstrations. */
export class SpeedRefusedError extends DomainError {
  constructor() {
    super('enrollment.speed-refused', 403, 'Only staff and simulated learners may choose a speed.');
  }
}

/** A free place that the school took back is not for its learner to take again. */
export class EnrollmentEndedError extends DomainError {
  constructor() {
    super(
      'enrollment.ended',
      403,
      'The school has ended your access to this course. Ask the school to open it again.',
    );
  }
}

/** There is no access yet that could be ended. */
export class EnrollmentNotOpenError extends DomainError {
  constructor() {
    super(
      'enrollment.not-open',
      409,
      'This place has not been opened yet, so there is no access to end. One that nobody pays for is given back by itself.',
    );
  }
}

/** The course has nothing published that one could enrol in. */
export class CourseNotPublishedError extends DomainError {
  constructor() {
    super('course.not-published', 409, 'This course has no published content yet.');
  }
}
