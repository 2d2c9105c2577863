import { DomainError } from '../problems/domain-error.ts';

export class RunFinishedError extends DomainError {
  constructor() {
    super('run.finished', 409, 'This run has already ended.');
  }
}

/** The command is for one position in the run, and it is not clear for which. */
export class RunPositionUnclearError extends DomainError {
  constructor(positions: Array<{ stepId: string; visit: number }>) {
    super(
      'run.position-unclear',
      422,
      positions.length === 0
        ? 'Nobody stands at a step for which this could be done.'
        : 'This run is at several steps. Say which one is meant.',
      { data: { positions } },
    );
  }
}

export class RunNotFinishedError extends DomainError {
  constructor() {
    super('run.not-finished', 409, 'This run has not ended. Move the learner instead of starting over.');
  }
}

export class RunAlreadyStartedOverError extends DomainError {
  constructor() {
    super('run.inside-already', 409, 'This person is in the automation already, by another run.');
  }
}

export class StartOverStepError extends DomainError {
  constructor() {
    super(
      'run.start-over-step-missing',
      422,
      'The live version has no such step, or it stands on a way that is walked beside others. Choose another.',
    );
  }
}
