import { frameClosedBy, needed } from '../kinds/blocks/join.ts';
import type { JoinRule } from '../model/steps/blocks.ts';
import { blockOf, waysOf } from '../turn/blocks/open-blocks.ts';
import type { Plan } from '../model/plan.ts';
import type { Facts } from '../model/facts.ts';
import type { RunState, Token } from '../model/state.ts';
import { planFor } from '../model/versions.ts';
import type { Reason } from './reason.ts';
import { titleOf } from './release-reason.ts';

/** What a way of a block is called: as its author named it, or by the module it is about. */
export function wayTitle(plan: Plan, opener: string, way: string, facts: Facts): string {
  const step = plan.steps[opener]?.step;
  if (step?.kind === 'parallel') return step.config.ways.find(({ id }) => id === way)?.title ?? way;
  return titleOf(way, facts);
}

/** Which ways a token at a join waits for. */
export function joinReason(
  rule: JoinRule,
  { plan: root, state, token, facts }: { plan: Plan; state: RunState; token: Readonly<Token>; facts: Facts },
): Reason[] {
  const plan = planFor(root, token);
  const frame = frameClosedBy(plan.steps[token.stepId], token.scope);
  const open = frame === undefined ? undefined : blockOf(state, frame);
  if (open === undefined) return [];
  const { arrived, walked } = waysOf(state, open, token.stepId);
  const missing = [...walked].map((way) => wayTitle(plan, open.stepId, way, facts));
  return [{ code: 'wait.ways', arrived: arrived.size, needed: needed(rule, open.ways.length), missing }];
}
