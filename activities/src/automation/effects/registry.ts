import type { EffectKind } from '@gradus/flow';
import { callAutomation } from './call-automation.ts';
import { generate } from './generate.ts';
import { grade } from './grade.ts';
import { certify } from './certify.ts';
import type { EffectWork } from './effect-work.ts';
import { revoke } from './revoke.ts';
import { webhook } from './webhook.ts';
import { charge } from './money/charge.ts';
import { endAccess } from './money/end-access.ts';
import { grant } from './money/grant.ts';
import { refund } from './money/refund.ts';
import { subscribe } from './money/subscribe.ts';

/** How every kind of effect that a step may plan is done: a new kind does not compile until it is here. */
const EFFECT_WORK = {
  grade,
  certify,
  revoke,
  webhook,
  callAutomation,
  generate,
  charge,
  subscribe,
  refund,
  grant,
  endEntitlement: endAccess,
} satisfies Record<EffectKind, unknown>;

/** Null: planned by a newer release; left for a worker that knows it. */
export function workOf(kind: string): EffectWork | null {
  return Object.hasOwn(EFFECT_WORK, kind) ? (EFFECT_WORK[kind as EffectKind] as EffectWork) : null;
}

/** Kinds that are seen through once they were begun, though their step was left. */
export const KEPT_ONCE_BEGUN: readonly string[] = Object.keys(EFFECT_WORK).filter(
  (kind) => workOf(kind)?.keptOnceBegun === true,
);
