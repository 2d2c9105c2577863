import { DomainError } from '../problems/domain-error.ts';

/** Not signed by the payment provider, or too long ago. */
export class WebhookUnsignedError extends DomainError {
  constructor(cause: unknown) {
    super('webhook.signature-invalid', 400, 'This notice is not signed by the payment provider.', { cause });
  }
}
