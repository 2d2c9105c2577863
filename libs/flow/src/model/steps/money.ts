import { z } from 'zod';
import { Duration, LONGEST_REASON } from './values.ts';

/** An amount of money in the currency's minor unit (cents, pence, yen). */
const Sum = {
  amountMinor: z.number().int().min(1).max(99_999_999),
  /** ISO 4217, capitals. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency as three capitals, such as EUR'),
};

/** What stands on the receipt and the statement. */
const Title = z.string().min(1).max(120);

/** Takes money once, by the card the person has saved. */
export const ChargeConfig = z.strictObject({ ...Sum, title: Title });

/** The provider's page for whoever has saved no card: they subscribe there themselves, or let the time pass. */
const CheckoutPage = z.strictObject({
  /** So long the learner waits here for them; then the page is closed, and the way is `expired`. Exact. */
  within: Duration,
  /** `mail`: a mail leads there. `page`: it is only on their page of payments. */
  link: z.enum(['mail', 'page']),
});

/** Begins a subscription, paid by the card the person has saved; it gives a right to the course while it is paid. */
export const SubscribeConfig = z.strictObject({
  ...Sum,
  title: Title,
  every: z.enum(['week', 'month', 'year']),
  /** Left out: whoever has saved no card leaves by `declined`. */
  checkout: CheckoutPage.optional(),
});

/** Gives back what was paid for the course, or a part of it. */
export const RefundConfig = z.strictObject({
  of: z.enum(['order', 'lastCharge']),
  part: z.discriminatedUnion('kind', [
    /** All that has not been given back yet. */
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('percent'), percent: z.number().int().min(1).max(99) }),
    z.strictObject({ kind: z.literal('amount'), amountMinor: Sum.amountMinor }),
  ]),
  reason: z.string().min(1).max(LONGEST_REASON),
});

/** Gives a right to a course, by its key, and so a place in it. */
export const GrantConfig = z.strictObject({ course: z.string().min(1).max(80) });

/** Ends rights to the course. Access closes when none is left; what was done is kept. */
export const EndEntitlementConfig = z.strictObject({
  source: z.enum(['order', 'grant', 'subscription', 'all']),
  /** Told to the learner. */
  reason: z.string().min(1).max(LONGEST_REASON),
});
