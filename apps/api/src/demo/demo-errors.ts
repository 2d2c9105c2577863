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

/** At this speed the journey would have given the learner up before they could have done their work. */
export class DemoTooFastError extends DomainError {
  constructor(topSpeed: number) {
    super(
      'demo.too-fast',
      422,
      topSpeed < 60
        ? 'This journey gives its learners up before a simulated one could have done the work. Give them longer in the journey.'
        : `At this speed the journey would be over before the learner could have done the work: reading and grading take real time. Ask for a speed of ${topSpeed.toLocaleString('en')} or less.`,
      { data: { topSpeed } },
    );
  }
}
