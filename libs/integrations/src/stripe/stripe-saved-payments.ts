import { Stripe } from 'stripe';
import { Asking } from './ask-stripe.ts';
import { idOf } from './id-of.ts';
import { PaymentsRefusedError } from './payment-errors.ts';
import type {
  ChargeAnswer,
  ChargeRequest,
  InvoiceState,
  RefundAnswer,
  RefundRequest,
  RefundState,
  SavedPayments,
  SubscriptionRequest,
  SubscriptionState,
} from './saved-payments.ts';

type Declined = Extract<ChargeAnswer, { status: 'declined' }>;

const PAGE = 100;

/** Charges, refunds and subscriptions over stripe-node. */
export class StripeSavedPayments implements SavedPayments {
  protected readonly asking: Asking;
  readonly #stripe: Stripe;

  /** @param timeoutMs bounds one question: a call, or a list with all its pages */
  constructor(stripe: Stripe, timeoutMs: number) {
    this.asking = new Asking(timeoutMs);
    this.#stripe = stripe;
  }

  charge(request: ChargeRequest): Promise<ChargeAnswer> {
    return orDeclined(async () => {
      const intent = await this.asking.one(() =>
        this.#stripe.paymentIntents.create(
          {
            amount: request.amountMinor,
            currency: request.currency.toLowerCase(),
            customer: request.customer,
            payment_method: request.method,
            off_session: true,
            confirm: true,
            description: request.title,
            metadata: { key: request.key },
          },
          { idempotencyKey: request.key },
        ),
      );
      return answerOf(intent);
    });
  }

  async readCharge(paymentIntent: string): Promise<{ key: string | null; answer: ChargeAnswer }> {
    const intent = await this.asking.one(() => this.#stripe.paymentIntents.retrieve(paymentIntent));
    return { key: intent.metadata['key'] ?? null, answer: answerOf(intent) };
  }

  async findCharge(customer: string, key: string): Promise<ChargeAnswer | null> {
    const data = await this.asking.all(() => this.#stripe.paymentIntents.list({ customer, limit: PAGE }));
    const intent = data.find(({ metadata }) => metadata['key'] === key);
    return intent === undefined ? null : answerOf(intent);
  }

  async refund({ key, paymentIntent, amountMinor }: RefundRequest): Promise<RefundAnswer> {
    const refund = await this.asking.one(() =>
      this.#stripe.refunds.create(
        {
          payment_intent: paymentIntent,
          ...(amountMinor === null ? {} : { amount: amountMinor }),
          metadata: { key },
        },
        { idempotencyKey: key },
      ),
    );
    return refunded(refund);
  }

  async refundsOf(paymentIntent: string): Promise<RefundState[]> {
    const data = await this.asking.all(() =>
      this.#stripe.refunds.list({ payment_intent: paymentIntent, limit: PAGE }),
    );
    return data.map(({ id, amount, metadata, status }) => ({
      refundId: id,
      amountMinor: amount,
      key: metadata?.['key'] ?? null,
      status: status === 'succeeded' ? 'done' : failed(status) ? 'failed' : 'pending',
    }));
  }

  async findRefund(paymentIntent: string, key: string): Promise<RefundAnswer | null> {
    const data = await this.asking.all(() =>
      this.#stripe.refunds.list({ payment_intent: paymentIntent, limit: PAGE }),
    );
    const refund = data.find(({ metadata }) => metadata?.['key'] === key);
    return refund === undefined ? null : refunded(refund);
  }

  subscribe(request: SubscriptionRequest): Promise<SubscriptionState | Declined> {
    return orDeclined(async () => {
      const price = await this.asking.one(() =>
        this.#stripe.prices.create(
          {
            currency: request.currency.toLowerCase(),
            unit_amount: request.amountMinor,
            recurring: { interval: request.interval },
            product_data: { name: request.title },
          },
          { idempotencyKey: `${request.key}:price` },
        ),
      );
      const made = await this.asking.one(() =>
        this.#stripe.subscriptions.create(
          {
            customer: request.customer,
            items: [{ price: price.id }],
            default_payment_method: request.method,
            off_session: true,
            payment_behavior: 'error_if_incomplete',
            metadata: { key: request.key, subscription_id: request.subscriptionId },
          },
          { idempotencyKey: request.key },
        ),
      );
      return this.#stateOf(made);
    });
  }

  async findSubscription(customer: string, key: string): Promise<SubscriptionState | null> {
    const data = await this.asking.all(() =>
      this.#stripe.subscriptions.list({ customer, status: 'all', limit: PAGE }),
    );
    const found = data.find(({ metadata, status }) => metadata['key'] === key && !neverBegan(status));
    return found === undefined ? null : this.#stateOf(found);
  }

  async readSubscription(providerId: string): Promise<SubscriptionState> {
    return this.#stateOf(await this.asking.one(() => this.#stripe.subscriptions.retrieve(providerId)));
  }

  async cancelSubscription(
    providerId: string,
    when: 'now' | 'periodEnd',
    key: string,
  ): Promise<SubscriptionState> {
    const before = await this.readSubscription(providerId);
    if (before.status === 'cancelled' || (when === 'periodEnd' && before.cancelAtPeriodEnd)) return before;
    const options = { idempotencyKey: key };
    const after = await this.asking.one(() =>
      when === 'now'
        ? this.#stripe.subscriptions.cancel(providerId, {}, options)
        : this.#stripe.subscriptions.update(providerId, { cancel_at_period_end: true }, options),
    );
    return this.#stateOf(after);
  }

  async #stateOf(subscription: Stripe.Subscription): Promise<SubscriptionState> {
    const data = await this.asking.all(() =>
      this.#stripe.invoices.list({ subscription: subscription.id, limit: PAGE, expand: ['data.payments'] }),
    );
    const end = subscription.items.data[0]?.current_period_end;
    return {
      providerId: subscription.id,
      key: subscription.metadata['key'] ?? null,
      status: STATES[subscription.status] ?? 'incomplete',
      cancelAtPeriodEnd: subscription.cancel_at_period_end,
      periodEnd: end === undefined ? null : new Date(end * 1000),
      invoices: data.map(invoiceOf),
    };
  }
}

const STATES: Partial<Record<Stripe.Subscription.Status, SubscriptionState['status']>> = {
  active: 'active',
  trialing: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  canceled: 'cancelled',
  incomplete_expired: 'cancelled',
};

const neverBegan = (status: string) => status === 'incomplete_expired';

function answerOf(intent: Stripe.PaymentIntent): ChargeAnswer {
  if (intent.status === 'succeeded') return { status: 'paid', paymentIntent: intent.id };
  const error = intent.last_payment_error;
  return {
    status: 'declined',
    reason: error?.decline_code ?? error?.code ?? intent.status,
    message: error?.message ?? 'The card was not charged.',
    paymentIntent: intent.id,
  };
}

/** A card that says no is an answer; everything else stays an error. */
async function orDeclined<Answer>(call: () => Promise<Answer>): Promise<Answer | Declined> {
  try {
    return await call();
  } catch (error) {
    const card = error instanceof PaymentsRefusedError ? error.cause : null;
    if (!(card instanceof Stripe.errors.StripeCardError)) throw error;
    return {
      status: 'declined',
      reason: card.decline_code ?? card.code ?? 'card_declined',
      message: card.message,
      paymentIntent: card.payment_intent?.id ?? null,
    };
  }
}

const failed = (status: string | null) => status === 'failed' || status === 'canceled';

function refunded(refund: Stripe.Refund): RefundAnswer {
  if (failed(refund.status))
    throw new PaymentsRefusedError(
      `The bank sent the money back (${refund.failure_reason ?? refund.status}). Give it back another way.`,
      { code: 'payments.refund_failed' },
    );
  return { refundId: refund.id, amountMinor: refund.amount };
}

function invoiceOf(invoice: Stripe.Invoice): InvoiceState {
  return {
    invoiceId: invoice.id ?? '',
    status: (['paid', 'void'] as const).find((status) => status === invoice.status) ?? 'open',
    amountMinor: invoice.status === 'paid' ? invoice.amount_paid : invoice.amount_due,
    currency: invoice.currency.toUpperCase(),
    paymentIntent: idOf(invoice.payments?.data[0]?.payment.payment_intent),
    attempts: invoice.attempt_count,
    nextAttemptAt:
      invoice.next_payment_attempt === null ? null : new Date(invoice.next_payment_attempt * 1000),
  };
}
