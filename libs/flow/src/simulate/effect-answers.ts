import { CHECKOUT_ENDED, CHECKOUT_UNTIL, isPageOpened } from '../kinds/money/subscribe.ts';
import type { EffectKind } from '../model/effect-kinds.ts';
import type { Facts } from '../model/facts.ts';
import { isCertified } from '../learner/facts-at.ts';
import { withMoneyEvent } from '../learner/money.ts';
import type { EffectResult } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { HOUR, MINUTE } from '../time/durations.ts';
import type { Asked } from './mind.ts';

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

/** What is usual when nothing says how long somebody takes to subscribe on a page. */
const ON_PAGE = 2 * HOUR;

/** Somebody subscribes on the provider's page in time, unless the result says that they never do. */
function onPage({ stepId, visit, at: opened, given }: AskedEffect, result: EffectResult): Consequence[] {
  if (result['ended'] === 'never') return [];
  const until = given?.[CHECKOUT_UNTIL];
  const after = typeof until === 'number' ? Math.min(ON_PAGE, (until - opened) / 2) : ON_PAGE;
  const noted = (facts: Facts, at: Instant): Facts => ({
    ...facts,
    checkouts: [...(facts.checkouts ?? []), { stepId, visit, at, state: 'subscribed' }],
  });
  return [
    { ...told('payment.succeeded', { of: 'subscription' }), after },
    { ...told('subscription.changed', { state: 'active' }), after },
    { after, type: CHECKOUT_ENDED, data: { state: 'subscribed' }, change: noted },
  ];
}

type AskedEffect = Extract<Asked, { type: 'effect' }>;

/** What comes of an effect that is done, of the facts as they are then. */
export function consequencesOf(
  asked: AskedEffect,
  result: EffectResult,
  facts: Facts,
): readonly Consequence[] {
  if (asked.kind === 'subscribe' && isPageOpened(result)) return onPage(asked, result);
  const all: readonly Consequence[] = CONSEQUENCES[asked.kind];
  return all.filter(({ when }) => when?.(result, facts) ?? true);
}

/** What an imagined world makes of each kind of effect that is done. A new kind needs an entry: an empty list will do. */
const CONSEQUENCES = {
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
