/** Currencies whose amounts are not in hundredths, as payment providers count them. */
const NO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMALS = 'bhd jod kwd omr tnd'.split(' ');

/** A text that is no amount of money in its currency. */
export class AmountUnreadableError extends Error {
  override readonly name = 'AmountUnreadableError';
  readonly code = 'money.amount-unreadable';
}

function decimalsOf(currency: string): number {
  const code = currency.toLowerCase();
  return NO_DECIMALS.includes(code) ? 0 : THREE_DECIMALS.includes(code) ? 3 : 2;
}

/**
 * A decimal string in a currency's minor unit: `490.00` EUR is 49000, `500` JPY is 500.
 *
 * @throws AmountUnreadableError when it is no amount, or finer than the currency
 */
export function minorUnitsOf(amount: string, currency: string): number {
  const decimals = decimalsOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(amount) ?? [];
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  if (whole === undefined || /[1-9]/.test(fraction.slice(decimals))) {
    throw new AmountUnreadableError(`${amount} is not an amount in ${currency.toUpperCase()}`);
  }
  return Number(whole + kept);
}

/**
 * What somebody types as an amount, with a point or a comma: `49,90` EUR is 4990; null while it is none, or finer than the
 * currency.
 */
export function typedMinorUnits(text: string, currency: string): number | null {
  try {
    return minorUnitsOf(text.replace(',', '.').trim(), currency);
  } catch (error) {
    if (error instanceof AmountUnreadableError) return null;
    throw error;
  }
}

/** An amount as a field for one shows it: 4990 EUR is `49.90`, 500 JPY is `500`. */
export function decimalOf(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return (amountMinor / 10 ** decimals).toFixed(decimals);
}

/** An amount as people read it: 49000 EUR is "€490.00". */
export function sayMoney(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amountMinor / 10 ** decimalsOf(currency));
}
