import type { EffectKind } from '../model/effect-kinds.ts';
import type { Facts } from '../model/facts.ts';
import { isCertified } from '../learner/facts-at.ts';
import { withMoneyEvent } from '../learner/money.ts';
import type { EffectResult } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { MINUTE } from '../time/durations.ts';

/** What comes of an effect that is done, some time after: the facts it makes true, and the event that tells of them. */
export interface Consequence {
  after: number;
  type: string;
  data: Record<string, string | number | boolean>;
  change(facts: Facts, at: Instant): Facts;
  /** Only of an effect whose result, or the facts then, say this; of any when left out. */
  when?(result: EffectResult, facts: Facts): boolean;
}

const declined = (result: EffectResult) => result['status'] === 'declined';

/** An event about money, at once, with the facts it stands for. */
function told(
  type: string,
  data: Consequence['data'],
  when?: (result: EffectResult) => boolean,
): Consequence {
  const change = (facts: Facts, at: Instant) => withMoneyEvent(facts, { type, data }, at);
  return { after: MINUTE, type, data, change, ...(when && { when }) };
}

/** A card that pays or says no, as its result has it. */
const payment = (of: string): Consequence[] => [
  told('payment.succeeded', { of }, (result) => !declined(result)),
  told('payment.failed', { of }, declined),
];

/** What an imagined world makes of each kind of effect that is done. A new kind needs an entry: an empty list will do. */
export const CONSEQUENCES = {
  webhook: [],
  // What follows is a run of its own.
  callAutomation: [],
  generate: [],
  /** Whoever grades is imagined with the learner. */
  grade: [],
  certify: [
    {
      after: 5 * MINUTE,
      type: 'credential.issued',
      data: {},
      change: (facts, at) => ({ ...facts, credential: { issuedAt: at, failedAt: null } }),
    },
  ],
  revoke: [
    {
      after: MINUTE,
      type: 'credential.revoked',
      data: {},
      when: (_result, facts) => isCertified(facts, Number.POSITIVE_INFINITY),
      change: (facts, at) => ({ ...facts, credential: { ...facts.credential, revokedAt: at } }),
    },
  ],
  charge: payment('charge'),
  subscribe: [
    ...payment('subscription'),
    told('subscription.changed', { state: 'active' }, (result) => !declined(result)),
  ],
  refund: [told('payment.refunded', { full: true })],
  grant: [],
  endEntitlement: [told('enrollment.revoked', { reason: 'as the drawing says' })],
} satisfies Record<EffectKind, readonly Consequence[]>;
