import type { Facts } from '../model/facts.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState, Token, TokenStatus } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { withOwnReleases } from '../turn/turn.ts';
import type { Reason } from './reason.ts';
import { reasonsOf } from './step-reasons.ts';

/** Where one token stands, since when, until when, and why. */
export interface Explanation {
  /** Null: no token stands there any more, but an effect of the step is still open. */
  tokenId: number | null;
  stepId: StepId;
  visit: number;
  title: string;
  status: TokenStatus;
  since: Instant;
  /** When time alone moves it on; null: it does not. */
  until: Instant | null;
  reasons: Reason[];
}

function reasons(plan: Plan, state: RunState, token: Token, facts: Facts, now: Instant): Reason[] {
  const planStep = stepOf(plan, token);
  const stopped: Reason[] = token.problem === null ? [] : [{ code: 'blocked', problem: token.problem }];
  const heldBack = state.holding?.some(({ key }) => key === token.effectKey) ?? false;
  if (heldBack || (token.status === 'held' && state.holding !== null)) {
    stopped.push({ code: 'held.effects' });
  } else if (token.status === 'held') {
    const since = state.pauses.at(-1)?.from ?? token.enteredAt;
    stopped.push({ code: 'held', since, left: token.heldFrom?.deadlineLeft ?? null });
  }
  if (stopped.length > 0) return stopped;
  if (planStep === undefined) return [];
  try {
    return reasonsOf({ config: planStep.step.config, plan, planStep, token, state, facts, at: now });
  } catch (error) {
    if (error instanceof ZoneUnknownError) return [{ code: 'zone.unknown', zone: error.zone }];
    throw error;
  }
}

function leftOpen(plan: Plan, state: RunState): Explanation[] {
  return state.leftEffects.map(({ stepId, visit, unknown }) => {
    const title = plan.steps[stepId]?.step.title ?? stepId;
    return {
      tokenId: null,
      stepId,
      visit,
      title,
      status: unknown ? 'blocked' : 'running',
      since: state.clock,
      until: null,
      reasons: [{ code: unknown ? 'left.unknown' : 'left.underWay', stepId, title }],
    };
  });
}

/** Why the run is where it is, as data. Empty once it has ended. */
export function explain(plan: Plan, state: RunState, facts: Facts, now: Instant): Explanation[] {
  const known = withOwnReleases(facts, state.releases);
  const standing = state.tokens.map((token): Explanation => ({
    tokenId: token.id,
    stepId: token.stepId,
    visit: token.visit,
    title: stepOf(plan, token)?.step.title ?? token.stepId,
    status: token.status,
    since: token.enteredAt,
    until: token.deadline,
    reasons: reasons(plan, state, token, known, now),
  }));
  return [...standing, ...leftOpen(plan, state)];
}
