/** How long a reason may be, as the field of the request says that it goes into; null: it says nothing. */
export interface ReasonLimits {
  minLength: number | null;
  maxLength: number | null;
}

/** From here on it is said how much room is left. */
const SCARCE = 40;

/** Whether it says too little to be sent. */
export function isMissing(reason: string, { minLength }: ReasonLimits): boolean {
  return reason.trim().length < (minLength ?? 1);
}

/** How much may still be written, once that is little; null: enough. */
export function roomLeft(reason: string, { maxLength }: ReasonLimits): string | null {
  if (maxLength === null) return null;
  const left = Math.max(0, maxLength - reason.length);
  if (left > SCARCE) return null;
  return left === 1 ? '1 character left.' : `${left} characters left.`;
}
