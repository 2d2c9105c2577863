import { DomainError } from './domain-error.ts';

/** What was sent does not have the shape that the route asks for. */
export class RequestInvalidError extends DomainError {
  constructor(fields: Array<{ path: string; message: string }>) {
    const first = fields[0];
    const where = first?.path ? `${first.path}: ` : '';
    super('request.invalid', 400, `Something in this request is not right: ${where}${first?.message}.`, {
      fields,
    });
  }
}

/** There is no such thing, or none that this person may know of. `area` is the singular noun, e.g. `course`. */
export class MissingError extends DomainError {
  constructor(area: string) {
    super(`${area}.not-found`, 404, `We could not find this ${area.replaceAll('-', ' ')}.`);
  }
}

/** Nobody is signed in, or the sign-in is over. */
export class SignInNeededError extends DomainError {
  constructor(presented: boolean) {
    super(
      presented ? 'access.token-invalid' : 'access.sign-in-needed',
      401,
      presented ? 'Your sign-in is over. Please sign in again.' : 'Please sign in first.',
    );
  }
}

/** Signed in, but the role does not reach this far. */
export class RoleInsufficientError extends DomainError {
  constructor() {
    super('access.role-insufficient', 403, 'Your role does not allow this.');
  }
}

/** A part we cannot do without is away. */
export class ServiceAwayError extends DomainError {
  constructor(cause?: unknown) {
    super('service.unavailable', 503, 'Something we depend on is away for a moment. Please try again.', {
      retryAfterSeconds: 5,
      cause,
    });
  }
}
