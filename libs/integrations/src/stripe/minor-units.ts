import { AmountUnreadableError, minorUnitsOf } from '@gradus/contracts';
import { PaymentsRefusedError } from './payment-errors.ts';

/**
 * A decimal string as the integer the provider counts in: `490.00` EUR is 49000, `500` JPY is 500.
 *
 * @throws PaymentsRefusedError when it is no amount, or finer than the currency
 */
export function toMinorUnits(amount: string, currency: string): number {
  try {
    return minorUnitsOf(amount, currency);
  } catch (cause) {
    if (!(cause instanceof AmountUnreadableError)) throw cause;
    throw new PaymentsRefusedError(cause.message, { code: 'payments.bad_request', cause });
  }
}
