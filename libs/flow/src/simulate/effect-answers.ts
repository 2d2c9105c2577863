import type { EffectKind } from '../model/effect-kinds.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { MINUTE } from '../time/durations.ts';

/** What comes of an effect that is done, some time after: the facts it makes true, and the event that tells of them. */
export interface Consequence {
  after: number;
  type: string;
  data: Record<string, string | number | boolean>;
  change(facts: Facts, at: Instant): Facts;
}

/** What an imagined world makes of each kind of effect that is done. A new kind needs an entry: an empty list will do. */
export const CONSEQUENCES = {
  webhook: [],
  certify: [
    {
      after: 5 * MINUTE,
      type: 'credential.issued',
      data: {},
      change: (facts, at) => ({ ...facts, credential: { issuedAt: at, failedAt: null } }),
    },
  ],
} satisfies Record<EffectKind, readonly Consequence[]>;
