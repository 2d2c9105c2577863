import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';
import { ToldReason } from '../reasons.ts';

/** An amount in a currency's minor unit. */
const Sum = z.strictObject({ amountMinor: z.number().int(), currency: z.string().length(3) });

/** One thing that was or is to be paid. `id` names the order or the charge. */
export const PaymentLine = z
  .strictObject({
    id: Id,
    /** `order`: by a checkout. `charge`: by a saved card, for a step or a subscription. */
    kind: z.enum(['order', 'charge']),
    title: z.string(),
    userId: Id,
    person: z.string(),
    email: z.string(),
    enrollmentId: Id.nullable(),
    ...Sum.shape,
    refundedMinor: z.number().int(),
    state: z.enum(['pending', 'paid', 'declined', 'cancelled', 'refunded']),
    /** Why a card said no. */
    reason: z.string().nullable(),
    /** A refund is under way, or came to nothing. */
    refund: z.enum(['none', 'open', 'failed']),
    simulated: z.boolean(),
    /** Until when the provider's page for it is open, while it is to be paid there; null: no page is open. */
    openUntil: Timestamp.nullable(),
    at: Timestamp,
  })
  .meta({ id: 'PaymentLine' });
export type PaymentLine = z.infer<typeof PaymentLine>;

/** GET /api/subscriptions?cursor= (ops, admin) -> page(SubscriptionLine), newest first. */
export const SubscriptionLine = z
  .strictObject({
    id: Id,
    title: z.string(),
    userId: Id,
    person: z.string(),
    ...Sum.shape,
    every: z.enum(['week', 'month', 'year']),
    state: z.enum(['incomplete', 'active', 'past_due', 'unpaid', 'cancelled']),
    /** It ends with the period that is paid. */
    ending: z.boolean(),
    /** Where its person can begin it, while it is not begun; only they are told. */
    checkoutUrl: z.string().nullable(),
    /** Until when it can be begun there: as long as its step waits. Null: it waits no more, or without an end. */
    openUntil: Timestamp.nullable(),
    /** When it is renewed next, or ends. */
    periodEnd: Timestamp.nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'SubscriptionLine' });
export type SubscriptionLine = z.infer<typeof SubscriptionLine>;

/** What came in and went out in one currency in the last thirty days. */
export const RevenueLine = z.strictObject({
  currency: z.string().length(3),
  takenMinor: z.number().int(),
  refundedMinor: z.number().int(),
  payments: z.number().int(),
  declined: z.number().int(),
});

/** What the school wants of money that moves elsewhere. PUT /api/payments/policy (admin) -> MoneyPolicy */
export const MoneyPolicy = z
  .strictObject({
    /** An order that is given back in full at the payment provider's own pages ends the right that came with it. */
    outsideRefundEndsAccess: z.boolean(),
  })
  .meta({ id: 'MoneyPolicy' });
export type MoneyPolicy = z.infer<typeof MoneyPolicy>;

/** GET /api/payments?state=&search=&cursor= (ops, admin) -> SchoolPayments */
export const SchoolPayments = z
  .strictObject({
    items: z.array(PaymentLine),
    next: z.string().nullable(),
    revenue: z.array(RevenueLine),
    policy: MoneyPolicy,
  })
  .meta({ id: 'SchoolPayments' });
export type SchoolPayments = z.infer<typeof SchoolPayments>;

/** GET /api/my/payments -> OwnPayments: what the caller paid, and what they have subscribed to. */
export const OwnPayments = z
  .strictObject({
    payments: z.array(PaymentLine),
    subscriptions: z.array(SubscriptionLine),
    /** The card that is charged, in its last four digits. */
    card: z.strictObject({ brand: z.string(), last4: z.string() }).nullable(),
  })
  .meta({ id: 'OwnPayments' });
export type OwnPayments = z.infer<typeof OwnPayments>;

/** POST /api/payments/:kind/:id/refund (ops, admin; Idempotency-Key) -> 202 RefundStarted. */
export const StartRefund = z
  .strictObject({
    /** Left out: all that is left of it. */
    amountMinor: z.number().int().min(1).optional(),
    /** The right that came with the payment ends, too. */
    endAccess: z.boolean(),
    reason: ToldReason,
  })
  .meta({ id: 'StartRefund' });
export type StartRefund = z.infer<typeof StartRefund>;
export const RefundStarted = z
  .strictObject({ refundId: Id, state: z.enum(['open', 'done', 'failed']), notice: z.string() })
  .meta({ id: 'RefundStarted' });
export type RefundStarted = z.infer<typeof RefundStarted>;

/** POST /api/subscriptions/:id/cancel (its own person, ops, admin; Idempotency-Key) -> 202 SubscriptionLine. */
export const CancelSubscription = z
  .strictObject({ when: z.enum(['periodEnd', 'now']) })
  .meta({ id: 'CancelSubscription' });
export type CancelSubscription = z.infer<typeof CancelSubscription>;
