import { DomainError } from '../problems/domain-error.ts';

export class DemoOffError extends DomainError {
  constructor() {
    super('demo.off', 404, 'Simulated learners are part of the demo, which is off here.');
  }
}

/** The process that plays learners does not answer; nobody was made. */
export class SimulatorAwayError extends DomainError {
  constructor(cause: unknown) {
    super(
      'demo.simulator-away',
      503,
      'The process that plays simulated learners does not answer. Start it and try again.',
      { retryAfterSeconds: 10, cause },
    );
  }
}
