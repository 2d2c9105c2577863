import { DomainError } from '../problems/domain-error.ts';

export class CredentialsWrongError extends DomainError {
  constructor() {
    super('identity.credentials-wrong', 401, 'This e-mail address and password do not belong together.');
  }
}

export class EmailUnverifiedError extends DomainError {
  constructor() {
    super(
      'identity.email-unverified',
      403,
      'Please confirm your e-mail address first. We have just sent you a new link.',
    );
  }
}

/** Not ours, or not complete. */
export class LinkBrokenError extends DomainError {
  constructor() {
    super('identity.link-broken', 400, 'This link is not complete. Please open it from the mail again.');
  }
}

export class LinkSpentError extends DomainError {
  constructor() {
    super('identity.link-spent', 410, 'This link was used already or is too old. Please ask for a new one.');
  }
}

/** The link is right, but nobody has registered this address with that password. */
export class PasswordDifferentError extends DomainError {
  constructor() {
    super(
      'identity.password-different',
      403,
      'This is not the password you registered with. Try again; or ask for a new password, which confirms your address, too.',
    );
  }
}

export class SessionOverError extends DomainError {
  constructor() {
    super('identity.session-over', 401, 'Your session is over. Please sign in again.');
  }
}

export class OriginForeignError extends DomainError {
  constructor() {
    super('identity.origin-foreign', 403, 'This request came from another site, so we did not act on it.');
  }
}

export class AccountHomelessError extends DomainError {
  constructor() {
    super('identity.no-membership', 403, 'This account belongs to no school any more.');
  }
}

/** More sign-ins at once than we can check passwords for. */
export class SignInBusyError extends DomainError {
  constructor() {
    super('identity.busy', 503, 'Many people are signing in just now. Please try again in a moment.', {
      retryAfterSeconds: 3,
    });
  }
}

/** There is no school yet: the set-up has not run. */
export class OrganizationMissingError extends DomainError {
  constructor() {
    super('identity.organization-missing', 503, 'This installation is not set up yet.', {
      retryAfterSeconds: 30,
    });
  }
}
