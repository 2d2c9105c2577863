import { Temporal } from 'temporal-polyfill/implementation';
import type { Instant } from '../model/instant.ts';

/** An instant as contracts have it: `2026-12-01T08:00:00.000Z`. */
export function isoText(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString({ fractionalSecondDigits: 3 });
}
