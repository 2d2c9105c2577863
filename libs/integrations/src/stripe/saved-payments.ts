/** A card at the provider that a person has agreed to be charged by. */
export interface SavedMethod {
  readonly customer: string;
  readonly method: string;
  readonly brand: string;
  readonly last4: string;
}

/** Money to take from a saved card while its holder is away. Amounts are in the currency's minor unit. */
export interface ChargeRequest {
  /** Our idempotency key. It is also written into the payment's metadata, where it can be found again. */
  readonly key: string;
  readonly customer: string;
  readonly method: string;
  readonly amountMinor: number;
  /** ISO 4217, any case. */
  readonly currency: string;
  /** What stands on the statement and the receipt. */
  readonly title: string;
}

/** What became of it. A decline is an answer, no error: the card was asked and said no. */
export type ChargeAnswer =
  | { readonly status: 'paid'; readonly paymentIntent: string }
  | {
      readonly status: 'declined';
      /** Why, in the provider's word: `insufficient_funds`, `authentication_required` ... */
      readonly reason: string;
      readonly message: string;
      readonly paymentIntent: string | null;
    };

/** Money to give back. `amountMinor` null: all that is left. */
export interface RefundRequest {
  readonly key: string;
  readonly paymentIntent: string;
  readonly amountMinor: number | null;
}

export interface RefundAnswer {
  readonly refundId: string;
  readonly amountMinor: number;
}

/** A refund as the provider knows it, whoever made it. */
export interface RefundState extends RefundAnswer {
  /** The key it was made with, where it was made by us. */
  readonly key: string | null;
  readonly status: 'done' | 'pending' | 'failed';
}

/** A subscription to begin, with its first payment now. */
export interface SubscriptionRequest extends ChargeRequest {
  /** Our row, written into the metadata: webhooks are about it. */
  readonly subscriptionId: string;
  readonly interval: 'week' | 'month' | 'year';
}

/** One bill of a subscription. */
export interface InvoiceState {
  readonly invoiceId: string;
  readonly status: 'paid' | 'open' | 'void';
  readonly amountMinor: number;
  readonly currency: string;
  /** Of the last attempt. */
  readonly paymentIntent: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
}

/** What the provider says about a subscription now. */
export interface SubscriptionState {
  readonly providerId: string;
  /** The key it was begun with. */
  readonly key: string | null;
  readonly status: 'incomplete' | 'active' | 'past_due' | 'unpaid' | 'cancelled';
  readonly cancelAtPeriodEnd: boolean;
  readonly periodEnd: Date | null;
  /** Newest first. */
  readonly invoices: readonly InvoiceState[];
}

/** Payments of people who are not there: by a saved card, again and again, and back. Every call is bounded in time. */
export interface SavedPayments {
  /**
   * Takes money once per key.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError
   */
  charge(request: ChargeRequest): Promise<ChargeAnswer>;
  /**
   * A charge by its id at the provider, and the key it was made with.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError
   */
  readCharge(paymentIntent: string): Promise<{ key: string | null; answer: ChargeAnswer }>;
  /** Looks up what became of a charge with this key, however long ago; null: it never reached the provider. */
  findCharge(customer: string, key: string): Promise<ChargeAnswer | null>;
  /**
   * Gives money back once per key.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError `payments.refund_failed`: the bank sent it back
   */
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /** All that was given back of a payment, by us or by hand at the provider; newest first. */
  refundsOf(paymentIntent: string): Promise<readonly RefundState[]>;
  /** Looks up a refund with this key. */
  findRefund(paymentIntent: string, key: string): Promise<RefundAnswer | null>;
  /**
   * Begins a subscription once per key, paid from a saved card. A decline begins nothing.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError
   */
  subscribe(
    request: SubscriptionRequest,
  ): Promise<SubscriptionState | Extract<ChargeAnswer, { status: 'declined' }>>;
  findSubscription(customer: string, key: string): Promise<SubscriptionState | null>;
  /** @throws PaymentsUnavailableError | PaymentsRefusedError */
  readSubscription(providerId: string): Promise<SubscriptionState>;
  /** Ends it now or with the period that is paid. One that has ended stays ended. */
  cancelSubscription(providerId: string, when: 'now' | 'periodEnd', key: string): Promise<SubscriptionState>;
}
