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
