/** How the receiver behaves until it is told otherwise. */
export interface Orders {
  status: number;
  delayMs: number;
  /** Everything is answered with a redirect to there; null: nothing is. */
  redirectTo: string | null;
  /** More fields of the answer. */
  answer: Record<string, unknown>;
}

export const NO_ORDERS: Orders = { status: 200, delayMs: 0, redirectTo: null, answer: {} };

/** @throws Error in one sentence when it is no order */
export function readOrders(given: unknown): Orders {
  const orders = { ...NO_ORDERS, ...(given as Partial<Orders>) };
  if (!Number.isInteger(orders.status) || orders.status < 200 || orders.status > 599)
    throw new Error('status is a number from 200 to 599.');
  if (!Number.isInteger(orders.delayMs) || orders.delayMs < 0 || orders.delayMs > 120_000)
    throw new Error('delayMs is a number from 0 to 120000.');
  if (orders.redirectTo !== null && !URL.canParse(orders.redirectTo))
    throw new Error('redirectTo is an address or null.');
  if (typeof orders.answer !== 'object' || orders.answer === null) throw new Error('answer is an object.');
  return orders;
}
