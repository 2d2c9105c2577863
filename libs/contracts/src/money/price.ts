import type { Money } from '../primitives.ts';

/** Nothing is asked for the place. */
export const isFree = (price: Money): boolean => Number(price.amount) === 0;

/** "Free", "€490", "€9.50": cents only when there are any. */
export function sayPrice(price: Money): string {
  if (isFree(price)) return 'Free';
  const whole = price.amount.endsWith('.00');
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: price.currency,
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
  }).format(Number(price.amount));
}
