import { settleBursts, type Burst, type PauseEnd } from '../commands/holding.ts';
import type { Instant } from '../model/instant.ts';
import { rulesOf } from '../kinds/registry.ts';
import type { Token } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import { deliverEffect } from './deliveries.ts';
import { carryOut, decide, look } from './carry-out.ts';
import { change } from './tokens.ts';
import type { Turn } from './turn.ts';

/** Holds a token with what was left of its deadline. */
export function freeze(turn: Turn, token: Token): void {
  const deadlineLeft = token.deadline === null ? null : Math.max(0, token.deadline - turn.at);
  token.heldFrom = { status: token.status, deadlineLeft, heard: false, outcome: null };
  change(turn, token, 'held', null, token.problem);
}

/** Stops the clocks of a run: every token is held, with what was left of its deadline. */
export function pause(turn: Turn): void {
  const { state, at } = turn;
  state.paused = true;
  state.pauses = [...state.pauses, { from: at, until: null }];
  for (const token of state.tokens) freeze(turn, token);
}

/** What an operator put off stays as far off as it was, unless it is a day in the calendar. */
function keepPutOff(turn: Turn, token: Token, pausedAt: Instant): void {
  const planStep = stepOf(turn.plan, token);
  if (token.notBefore === null || planStep === undefined) return;
  if (rulesOf(planStep.step).putOffInCalendar?.(planStep.step.config) === true) return;
  token.notBefore += turn.at - pausedAt;
}

function restore(turn: Turn, token: Token, pausedAt: Instant): void {
  const held = token.heldFrom;
  if (held === null) return;
  token.heldFrom = null;
  keepPutOff(turn, token, pausedAt);
  token.deadline = held.deadlineLeft === null ? null : turn.at + held.deadlineLeft;
  if (held.status === 'running') {
    token.triedAt = turn.at;
    look(turn, token, { kind: 'entered' });
    return;
  }
  if (held.status === 'blocked') {
    change(turn, token, 'blocked', null, token.problem);
    if (held.outcome !== null) deliverEffect(turn, token, held.outcome);
    else if (held.heard) {
      const decision = decide(turn, token, { kind: 'resumed', heard: true });
      if (decision.do === 'leave') carryOut(turn, token, decision);
    }
    return;
  }
  if (held.outcome !== null) deliverEffect(turn, token, held.outcome);
  else look(turn, token, { kind: 'resumed', heard: held.heard });
}

function dueOnCalendar(token: Token, pausedAt: Instant, now: Instant): Instant {
  const left = token.heldFrom?.deadlineLeft ?? null;
  return left === null ? now : Math.min(now, pausedAt + left);
}

/** Lets the clocks run on. Each step is asked again, so nothing that happened during the pause is lost. */
export function resume(turn: Turn, end: PauseEnd): void {
  const { state, at } = turn;
  state.paused = false;
  const last = state.pauses.at(-1);
  if (last !== undefined) state.pauses = [...state.pauses.slice(0, -1), { ...last, until: at }];
  const pausedAt = last?.from ?? at;
  const bursts: Burst[] = [];
  const tokens = [...state.tokens];
  for (const token of tokens) {
    if (!state.tokens.includes(token)) continue;
    bursts.push({ from: turn.commands.length, due: dueOnCalendar(token, pausedAt, at) });
    restore(turn, token, pausedAt);
  }
  settleBursts(turn, bursts, end);
}
