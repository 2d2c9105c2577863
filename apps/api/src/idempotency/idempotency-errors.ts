import { DomainError } from '../problems/domain-error.ts';

export class IdempotencyKeyMissingError extends DomainError {
  constructor() {
    super(
      'request.idempotency-key-missing',
      400,
      'This request starts something, so it needs an Idempotency-Key header: 1 to 200 printable characters.',
    );
  }
}

export class IdempotencyKeyReusedError extends DomainError {
  constructor() {
    super(
      'request.idempotency-key-reused',
      422,
      'This Idempotency-Key was used for a different request. Choose a new one.',
    );
  }
}

export class RequestInProgressError extends DomainError {
  constructor() {
    super('request.in-progress', 409, 'The same request is still being worked on. Ask again in a moment.', {
      retryAfterSeconds: 2,
    });
  }
}
