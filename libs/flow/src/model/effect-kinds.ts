/**
 * What a run has done in the world through the ledger, by an activity of its own. Names of one area, stable: they stand in
 * the ledger. A new one does not compile until `activities` can do it.
 */
export const EFFECT_KINDS = [
  'grade',
  'certify',
  'revoke',
  'webhook',
  'callAutomation',
  'generate',
  'charge',
  'subscribe',
  'refund',
  'grant',
  'endEntitlement',
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/**
 * Of these the provider has to confirm whether they happened: it knows the payment; a person's yes would write none down, and
 * a wrong no would have it moved again.
 */
export const MOVES_MONEY: ReadonlySet<string> = new Set<EffectKind>(['charge', 'subscribe', 'refund']);

/**
 * What these make belongs to the visit that had it made: another visit has it made anew, and nobody's word that it happened
 * stands for it. Tried again under its key, what was paid for is found again.
 */
export const MADE_FOR_A_VISIT: ReadonlySet<string> = new Set<EffectKind>(['generate']);
