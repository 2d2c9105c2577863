import { PaymentsRefusedError } from './payment-errors.ts';

/** Stripe's currencies whose amounts are not in hundredths. */
const NO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMALS = 'bhd jod kwd omr tnd'.split(' ');

/**
 * A decimal string as the integer the provider counts in: `490.00` EUR is 49000, `500` JPY is 500.
 *
 * @throws PaymentsRefusedError when it is no amount, or finer than the currency
 */
export function toMinorUnits(amount: string, currency: string): number {
  const decimals = decimalsOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(amount) ?? [];
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  if (whole === undefined || /[1-9]/.test(fraction.slice(decimals))) {
    throw new PaymentsRefusedError(`${amount} is not an amount in ${currency.toUpperCase()}`, {
      code: 'payments.bad_request',
    });
  }
  return Number(whole + kept);
}

/** The inverse, with as many decimals as the currency has: 49000 EUR is `490.00`. */
export function fromMinorUnits(units: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const text = String(units).padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

function decimalsOf(currency: string): number {
  const code = currency.toLowerCase();
  return NO_DECIMALS.includes(code) ? 0 : THREE_DECIMALS.includes(code) ? 3 : 2;
}
