import { DomainError } from '../problems/domain-error.ts';

export class LiveTicketSpentError extends DomainError {
  constructor() {
    super('live.ticket-spent', 401, 'This ticket was used already or is too old. Please ask for a new one.');
  }
}

export class LiveTopicRefusedError extends DomainError {
  constructor(topic: string) {
    super('live.topic-refused', 403, 'You cannot follow this.', { data: { topic } });
  }
}

export class LiveStreamsExhaustedError extends DomainError {
  constructor() {
    super('live.too-many-streams', 429, 'Too many open pages follow changes. Please close some.', {
      retryAfterSeconds: 30,
    });
  }
}
