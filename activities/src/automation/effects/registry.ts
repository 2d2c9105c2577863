import type { EffectKind } from '@gradus/flow';
import { certify } from './certify.ts';
import type { EffectWork } from './effect-work.ts';
import { webhook } from './webhook.ts';

/** How every kind of effect that a step may plan is done: a new kind does not compile until it is here. */
const EFFECT_WORK = { certify, webhook } satisfies Record<EffectKind, EffectWork>;

/** Null: planned by a newer release; left for a worker that knows it. */
export function workOf(kind: string): EffectWork | null {
  return Object.hasOwn(EFFECT_WORK, kind) ? EFFECT_WORK[kind as EffectKind] : null;
}
