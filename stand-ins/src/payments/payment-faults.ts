/** What the twin does wrong on request. Not kept over a restart. */
export interface PaymentFaults {
  /** Every event is delivered this many more times. */
  readonly duplicate: number;
  /** Events of one moment are delivered last first. */
  readonly reorder: boolean;
  /** Wait before an event is delivered. */
  readonly delayMs: number;
  /** Answer every API call with this status before doing anything; null for none. Not kept for the idempotency key. */
  readonly apiStatus: number | null;
  /** Do what was asked (once per key), then cut the line instead of answering a POST: the caller cannot know. */
  readonly dropAnswer: boolean;
  /** Refunds are taken and come to nothing: the bank sends them back. */
  readonly refundsFail: boolean;
}

/** No faults. */
export const NO_FAULTS: PaymentFaults = {
  duplicate: 0,
  reorder: false,
  delayMs: 0,
  apiStatus: null,
  dropAnswer: false,
  refundsFail: false,
};

/** Reads a switch setting; what is missing goes back to normal. @throws Error in one sentence when it is wrong */
export function readPaymentFaults(value: Record<string, unknown>): PaymentFaults {
  const count = (name: string, most: number): number => {
    const number = Number(value[name] ?? 0);
    if (!Number.isInteger(number) || number < 0 || number > most) {
      throw new Error(`${name} must be a whole number from 0 to ${most}.`);
    }
    return number;
  };
  const apiStatus = value['apiStatus'] ?? null;
  if (apiStatus !== null && (typeof apiStatus !== 'number' || apiStatus < 400 || apiStatus > 599)) {
    throw new Error('apiStatus must be a status from 400 to 599, or null.');
  }
  return {
    duplicate: count('duplicate', 10),
    delayMs: count('delayMs', 3_600_000),
    reorder: value['reorder'] === true,
    dropAnswer: value['dropAnswer'] === true,
    refundsFail: value['refundsFail'] === true,
    apiStatus,
  };
}
