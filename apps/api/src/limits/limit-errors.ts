import { DomainError } from '../problems/domain-error.ts';

export class LimitExceededError extends DomainError {
  constructor(limit: string, seconds: number) {
    const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
    super('limit.exceeded', 429, `That was a lot of requests. Please try again in ${wait}.`, {
      retryAfterSeconds: seconds,
      data: { limit },
    });
  }
}
