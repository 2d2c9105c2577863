import { DomainError } from '../problems/domain-error.ts';

/** A certificate that was taken back is printed no more: paper does not say what its page says. */
export class CredentialRevokedError extends DomainError {
  constructor(when: string) {
    super('credential.revoked', 410, `There is no PDF of this certificate any more. ${when}`);
  }
}
