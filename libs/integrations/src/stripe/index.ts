export type {
  Checkout,
  CheckoutRequest,
  CheckoutState,
  PageRequest,
  PaymentEvent,
  Payments,
} from './payments.ts';
export {
  PaymentSignatureError,
  PaymentsRefusedError,
  PaymentsUnavailableError,
  type PaymentsRefusedCode,
  type PaymentsUnavailableCode,
} from './payment-errors.ts';
export { StripePayments, type StripeOptions } from './stripe-payments.ts';
export type {
  ChargeAnswer,
  ChargeRequest,
  InvoiceState,
  RefundAnswer,
  RefundRequest,
  RefundState,
  SavedMethod,
  SubscriptionRequest,
  SubscriptionState,
} from './saved-payments.ts';
