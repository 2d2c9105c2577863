/** An amount in a currency's smallest unit, as people read it: 49000 eur is €490.00. */
export function sayMoney(amount: unknown, currency: unknown): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency: String(currency) });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(Number(amount) / 10 ** digits);
}
