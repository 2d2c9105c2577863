import { Stripe } from 'stripe';
import { z } from 'zod';
import { toMinorUnits } from './minor-units.ts';
import { idOf } from './id-of.ts';
import { PaymentSignatureError, PaymentsRefusedError } from './payment-errors.ts';
import type {
  Checkout,
  CheckoutRequest,
  CheckoutState,
  PageRequest,
  PaymentEvent,
  Payments,
} from './payments.ts';
import type { SavedMethod } from './saved-payments.ts';
import { StripeSavedPayments } from './stripe-saved-payments.ts';

const Metadata = z.object({ order_id: z.string().optional(), subscription_id: z.string().optional() });

/** The part of an event that we read. */
const Notice = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  created: z.number(),
  data: z.object({
    object: z.object({
      id: z.string().optional(),
      client_reference_id: z.string().nullish(),
      metadata: Metadata.nullish(),
      payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
      parent: z
        .object({ subscription_details: z.object({ metadata: Metadata.nullish() }).nullish() })
        .nullish(),
    }),
  }),
});

/** How to reach Stripe, or with `apiUrl` (`http://127.0.0.1:24090`) its stand-in. */
export interface StripeOptions {
  readonly secretKey: string;
  /** Newest first; all are accepted, so that they can be rotated. */
  readonly webhookSecrets: readonly string[];
  readonly apiUrl?: string | undefined;
  /** Bounds one call, or a list with all its pages; must lie below the activity's own timeout. */
  readonly timeoutMs: number;
}

/** Payments over stripe-node, with the SDK's own retries off. */
export class StripePayments extends StripeSavedPayments implements Payments {
  readonly #stripe: Stripe;
  readonly #webhookSecrets: readonly string[];

  constructor(options: StripeOptions) {
    const stripe = new Stripe(options.secretKey, {
      ...(options.apiUrl === undefined ? {} : addressOf(options.apiUrl)),
      maxNetworkRetries: 0,
      timeout: options.timeoutMs,
      telemetry: false,
      appInfo: { name: 'Gradus' },
    });
    super(stripe, options.timeoutMs);
    this.#stripe = stripe;
    this.#webhookSecrets = options.webhookSecrets;
  }

  async createCheckout(request: CheckoutRequest): Promise<Checkout> {
    const unitAmount = toMinorUnits(request.amount, request.currency);
    const metadata = { order_id: request.orderId, enrollment_id: request.enrollmentId, key: request.key };
    const session = await this.asking.one(() =>
      this.#stripe.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: request.orderId,
          customer_email: request.email,
          success_url: request.successUrl,
          cancel_url: request.cancelUrl,
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: request.currency.toLowerCase(),
                unit_amount: unitAmount,
                product_data: { name: request.title },
              },
            },
          ],
          metadata,
          customer_creation: 'always',
          payment_intent_data: { metadata, setup_future_usage: 'off_session' },
        },
        { idempotencyKey: request.key },
      ),
    );
    return pageOf(session);
  }

  async openSubscriptionPage(request: PageRequest): Promise<Checkout> {
    const metadata = { subscription_id: request.subscriptionId, key: request.key };
    const session = await this.asking.one(() =>
      this.#stripe.checkout.sessions.create(
        {
          mode: 'subscription',
          customer_email: request.email,
          success_url: request.successUrl,
          cancel_url: request.cancelUrl,
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: request.currency.toLowerCase(),
                unit_amount: request.amountMinor,
                recurring: { interval: request.interval },
                product_data: { name: request.title },
              },
            },
          ],
          metadata,
          subscription_data: { metadata },
        },
        { idempotencyKey: request.key },
      ),
    );
    return pageOf(session);
  }

  async readCheckout(sessionId: string): Promise<CheckoutState> {
    const state = stateOf(await this.asking.one(() => this.#stripe.checkout.sessions.retrieve(sessionId)));
    if (!state.paid || state.paymentIntent === null) return state;
    const saved = await this.#savedBy(state.paymentIntent);
    return saved === null ? state : { ...state, saved };
  }

  /** The card that a payment was made with, where it was kept for later ones. */
  async #savedBy(paymentIntent: string): Promise<SavedMethod | null> {
    const intent = await this.asking.one(() => this.#stripe.paymentIntents.retrieve(paymentIntent));
    const { customer, payment_method: method } = intent;
    if (typeof customer !== 'string' || typeof method !== 'string') return null;
    const { card } = await this.asking.one(() => this.#stripe.paymentMethods.retrieve(method));
    return { customer, method, brand: card?.brand ?? 'card', last4: card?.last4 ?? '' };
  }

  async expireCheckout(sessionId: string, key: string): Promise<CheckoutState> {
    try {
      const options = { idempotencyKey: key };
      return stateOf(
        await this.asking.one(() => this.#stripe.checkout.sessions.expire(sessionId, {}, options)),
      );
    } catch (error) {
      if (!(error instanceof PaymentsRefusedError) || error.code !== 'payments.bad_request') throw error;
      const now = await this.readCheckout(sessionId);
      if (now.status === 'open') throw error;
      return now;
    }
  }

  parseWebhook(rawBody: Buffer, signature: string): PaymentEvent {
    const notice = Notice.safeParse(this.#verify(rawBody, signature));
    if (!notice.success)
      throw new PaymentSignatureError('The webhook is signed, but is no notice', { cause: notice.error });
    const { id, type, created, data } = notice.data;
    const { metadata, client_reference_id: reference } = data.object;
    return {
      id,
      type,
      created: new Date(created * 1000),
      objectId: data.object.id ?? '',
      orderId: metadata?.order_id ?? reference ?? null,
      paymentIntent: idOf(data.object.payment_intent),
      subscriptionId:
        metadata?.subscription_id ??
        data.object.parent?.subscription_details?.metadata?.subscription_id ??
        null,
    };
  }

  /** What was signed, whatever it is. */
  #verify(rawBody: Buffer, signature: string): unknown {
    let cause: unknown;
    for (const secret of this.#webhookSecrets) {
      try {
        return this.#stripe.webhooks.constructEvent(rawBody, signature, secret);
      } catch (error) {
        cause = error;
      }
    }
    throw new PaymentSignatureError('The webhook is not signed by our payment provider', { cause });
  }
}

function addressOf(apiUrl: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { protocol, hostname, port } = new URL(apiUrl);
  const secure = protocol === 'https:';
  return {
    host: hostname,
    port: port === '' ? (secure ? '443' : '80') : port,
    protocol: secure ? 'https' : 'http',
  };
}

function pageOf({ id, url, expires_at: expires }: Stripe.Checkout.Session): Checkout {
  if (url === null)
    throw new PaymentsRefusedError('Stripe opened a checkout without a page', {
      code: 'payments.bad_request',
    });
  return { sessionId: id, url, expiresAt: new Date(expires * 1000) };
}

const CLOSED = ['complete', 'expired'] as const;

function stateOf(session: Stripe.Checkout.Session): CheckoutState {
  return {
    status: CLOSED.find((status) => status === session.status) ?? 'open',
    paid: session.payment_status === 'paid' || session.payment_status === 'no_payment_required',
    paymentIntent: idOf(session.payment_intent),
    orderId: session.metadata?.['order_id'] ?? session.client_reference_id,
    subscription: idOf(session.subscription),
    url: session.url,
  };
}
