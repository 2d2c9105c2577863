import { ConditionFailedError } from '../conditions/errors.ts';
import { rulesOf } from '../kinds/registry.ts';
import type { Decision } from '../kinds/step-rules.ts';
import { matchesEvent } from '../kinds/time/wait-for.ts';
import { factsAt } from '../learner/facts-at.ts';
import { movedAt } from '../learner/zone-at.ts';
import type { EffectInput, EffectOutcome, EventInput, ZoneInput } from '../model/inputs.ts';
import type { Token } from '../model/state.ts';
import type { Plan } from '../model/plan.ts';
import { planFor, stepOf } from '../model/versions.ts';
import { deliverLate } from './finishing.ts';
import { carryOut, decide, look } from './carry-out.ts';
import type { Turn } from './turn.ts';
import { listensNow } from './waits-of.ts';

/** What was announced sets right what is blocked over an effect. That a time is up does not: an operator decides. */
const mends = (decision: Decision) => decision.do === 'leave' && decision.reason !== 'time';

/** A held token only remembers what it heard: it moves when the pause is over. */
function remember(turn: Turn, token: Token, event: EventInput): void {
  const held = token.heldFrom;
  if (held === null) return;
  const decision = decide(turn, token, { kind: 'event', event });
  if (decision.do === 'block') {
    held.status = 'blocked';
    token.problem = decision.problem;
  } else if (held.status === 'blocked' ? mends(decision) : decision.do !== 'wait') {
    held.heard = true;
  }
}

function hear(turn: Turn, token: Token, event: EventInput): void {
  const planStep = stepOf(turn.plan, token);
  if (planStep === undefined || !listensNow(token)) return;
  if (!rulesOf(planStep.step).listens(planStep.step.config).includes(event.type)) return;
  if (token.status === 'held') return remember(turn, token, event);
  if (token.status === 'waiting') return look(turn, token, { kind: 'event', event });
  const decision = decide(turn, token, { kind: 'event', event });
  if (mends(decision)) carryOut(turn, token, decision);
}

function hears(plan: Plan, stepId: string, turn: Turn, event: EventInput): boolean {
  const step = plan.steps[stepId]?.step;
  if (step?.kind !== 'waitFor' || step.config.for.kind !== 'event') return false;
  try {
    return matchesEvent(step.config.for, event, {
      view: () => factsAt(turn.facts, turn.at),
      state: turn.state,
    });
  } catch (error) {
    if (error instanceof ConditionFailedError) return false;
    throw error;
  }
}

/** Notes that an event came, for waits ahead that count from before the learner gets to them. */
export function noteHeard(turn: Turn, event: EventInput): void {
  const plans = new Set([turn.plan, ...turn.state.tokens.map((token) => planFor(turn.plan, token))]);
  for (const plan of plans)
    for (const stepId of plan.since.waits)
      if (hears(plan, stepId, turn, event)) turn.state.heard = { ...turn.state.heard, [stepId]: turn.at };
}

/** Brings an event to whoever waits for it. What one token makes of it may take others away. */
export function deliverEvent(turn: Turn, event: EventInput): void {
  const tokens = [...turn.state.tokens];
  for (const token of tokens) if (turn.state.tokens.includes(token)) hear(turn, token, event);
}

/** A date that a pause put aside moves as it would have without the pause; other dates are worked out on resuming. */
function moveHeld(turn: Turn, token: Token, { from, to }: ZoneInput): void {
  const held = token.heldFrom;
  const planStep = stepOf(turn.plan, token);
  const pausedAt = turn.state.pauses.at(-1)?.from;
  if (held?.deadlineLeft == null || planStep === undefined || pausedAt === undefined) return;
  if (rulesOf(planStep.step).keepsDate !== true) return;
  const before = { ...token, deadline: pausedAt + held.deadlineLeft };
  const decision = decide(turn, before, { kind: 'zone', from, to }, pausedAt);
  const until = decision.do === 'wait' ? (decision.until ?? pausedAt) : pausedAt;
  held.deadlineLeft = Math.max(0, until - pausedAt);
}

/**
 * The learner lives by another clock from now on: whoever waits for a moment is asked anew when it is. Who came to their step
 * when the facts already told of the move, before it was announced here, has a date by the new clock.
 */
export function deliverZone(turn: Turn, input: ZoneInput): void {
  const { from, to } = input;
  const moved = movedAt(turn.facts, from, turn.at);
  const tokens = turn.state.tokens.filter(({ triedAt }) => triedAt < moved);
  for (const token of tokens) {
    if (token.status === 'held') moveHeld(turn, token, input);
    else if (token.status === 'waiting' && token.deadline !== null)
      look(turn, token, { kind: 'zone', from, to });
  }
}

/** Tells a token what became of its effect; a late answer also sets right what was blocked as unknown. */
export function deliverEffect(
  turn: Turn,
  token: Token,
  { outcome, detail, result = {} }: Pick<EffectInput, 'detail' | 'result'> & { outcome: EffectOutcome },
): void {
  if (stepOf(turn.plan, token) === undefined) return;
  if (token.heldFrom !== null) {
    token.heldFrom.outcome = { outcome, detail, result };
    return;
  }
  if (outcome !== 'unknown') token.effectKey = null;
  look(turn, token, { kind: 'effect', outcome, detail, result });
}

const CALLED_OFF = { code: 'effect.cancelled', message: 'It was called off before anybody had begun it.' };

/** Brings an outcome to the token that waits for it, or to what its step left behind. */
export function deliverOutcome(turn: Turn, input: EffectInput): void {
  const token = turn.state.tokens.find(({ effectKey }) => effectKey === input.key);
  if (token === undefined) return deliverLate(turn, input);
  if (input.outcome !== 'cancelled') return deliverEffect(turn, token, { ...input, outcome: input.outcome });
  deliverEffect(turn, token, { outcome: 'refused', detail: input.detail ?? CALLED_OFF });
}
