import { DomainError } from '../problems/domain-error.ts';

/** Not signed by the payment provider, or too long ago. */
export class WebhookUnsignedError extends DomainError {
  constructor(cause: unknown) {
    super('webhook.signature-invalid', 400, 'This notice is not signed by the payment provider.', { cause });
  }
}

/** Nothing was paid, or all of it is given back or promised already. */
export class NothingToRefundError extends DomainError {
  constructor() {
    super(
      'payment.nothing-to-refund',
      409,
      'There is nothing left to give back of this payment. Read the list again; a refund may be under way.',
    );
  }
}
