import type { SavedMethod, SavedPayments } from './saved-payments.ts';

/** What a checkout is for. Money is a decimal string in major units (`490.00`), never a float. */
export interface CheckoutRequest {
  /** Our idempotency key: the effect key and its try. */
  readonly key: string;
  readonly orderId: string;
  readonly enrollmentId: string;
  /** What the buyer reads on the pay page. */
  readonly title: string;
  readonly amount: string;
  /** ISO 4217, any case. */
  readonly currency: string;
  readonly email: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** A subscription to be begun by its person on the provider's page. `amountMinor` in the currency's minor unit. */
export interface PageRequest {
  readonly key: string;
  /** Our row, written into the metadata of the subscription: webhooks are about it. */
  readonly subscriptionId: string;
  readonly title: string;
  readonly amountMinor: number;
  /** ISO 4217, any case. */
  readonly currency: string;
  readonly interval: 'week' | 'month' | 'year';
  readonly email: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** An open checkout. The buyer pays at `url` before `expiresAt`. */
export interface Checkout {
  readonly sessionId: string;
  readonly url: string;
  readonly expiresAt: Date;
}

/** What the provider says about a checkout now. */
export interface CheckoutState {
  readonly status: 'open' | 'complete' | 'expired';
  readonly paid: boolean;
  readonly paymentIntent: string | null;
  readonly orderId: string | null;
  /** The subscription at the provider that was begun there. */
  readonly subscription: string | null;
  /** Where to go on paying, while it is open. */
  readonly url: string | null;
  /** Once paid: the card, kept for payments that its holder has agreed to. */
  readonly saved?: SavedMethod;
}

/** A verified webhook: a hint to read the object again, never a fact by itself (they come late, twice, unordered). */
export interface PaymentEvent {
  readonly id: string;
  /** For instance `checkout.session.completed`. */
  readonly type: string;
  readonly created: Date;
  /** Id of the object the event is about: a session, a payment intent, a charge ... */
  readonly objectId: string;
  /** Our order, where the object carries it. */
  readonly orderId: string | null;
  /** The payment it is about, where the object names one. */
  readonly paymentIntent: string | null;
  /** Our subscription, where the object carries it. */
  readonly subscriptionId: string | null;
}

/** Taking money. Every call is bounded in time and never retried here. */
export interface Payments extends SavedPayments {
  /**
   * Opens a checkout; the same key answers the same one.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError
   */
  createCheckout(request: CheckoutRequest): Promise<Checkout>;
  /**
   * Opens a page on which a subscription is begun; the same key answers the same one.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError
   */
  openSubscriptionPage(request: PageRequest): Promise<Checkout>;
  /** @throws PaymentsUnavailableError | PaymentsRefusedError */
  readCheckout(sessionId: string): Promise<CheckoutState>;
  /**
   * Closes an open checkout, so that it can no longer be paid. One that is already complete or expired stays as it is:
   * the answer says which, and a paid one must be honoured.
   *
   * @throws PaymentsUnavailableError | PaymentsRefusedError
   */
  expireCheckout(sessionId: string, key: string): Promise<CheckoutState>;
  /**
   * Verifies and reads a webhook.
   *
   * @param rawBody the bytes as they came: a parsed and printed body has another signature
   * @param signature the `Stripe-Signature` header
   * @throws PaymentSignatureError when it is forged, altered, older than five minutes, or no notice at all
   */
  parseWebhook(rawBody: Buffer, signature: string): PaymentEvent;
}
