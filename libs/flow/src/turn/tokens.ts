import { landingOf } from '../migrate/landing.ts';
import { ConditionFailedError } from '../conditions/errors.ts';
import { ERROR_PORT, rulesOf } from '../kinds/registry.ts';
import type { Cause, Decision } from '../kinds/step-rules.ts';
import type { LeaveReason } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOutcome, StepProblem, Token, TokenStatus } from '../model/state.ts';
import { planFor, stepOf } from '../model/versions.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { finish, leaveEffect } from './finishing.ts';
import type { Turn } from './turn.ts';

/** Sets down a token at a step of a version (the one it comes from, unless another is given): a new visit. */
export function enter(
  turn: Turn,
  stepId: StepId,
  from: Token | null,
  iteration: number,
  plan: Plan = from === null ? turn.plan : planFor(turn.plan, from),
): Token {
  const { state, at } = turn;
  const { versionId } = plan;
  const visit = turn.countVisit(stepId);
  const token: Token = {
    id: from?.id ?? state.nextTokenId++,
    versionId,
    stepId,
    visit,
    scope: from?.scope ?? [],
    iteration,
    status: 'running',
    enteredAt: at,
    triedAt: at,
    deadline: null,
    notBefore: null,
    effectKey: null,
    try: 1,
    problem: null,
    heldFrom: null,
  };
  if (from?.next !== undefined && from.next.versionId !== versionId) token.next = from.next;
  if (from === null) state.tokens.push(token);
  else state.tokens.splice(state.tokens.indexOf(from), 1, token);
  turn.commands.push({ type: 'entered', at, tokenId: token.id, versionId, stepId, visit, iteration });
  return token;
}

/** Writes a change of what a token is doing; says nothing when nothing changed. */
export function change(
  turn: Turn,
  token: Token,
  status: TokenStatus,
  deadline: Instant | null,
  problem: StepProblem | null,
): void {
  const same =
    token.status === status &&
    token.deadline === deadline &&
    token.problem?.code === problem?.code &&
    token.problem?.detail === problem?.detail;
  token.status = status;
  token.deadline = deadline;
  token.problem = problem;
  if (same) return;
  const { stepId, visit } = token;
  turn.commands.push({ type: 'changed', at: turn.at, stepId, visit, status, deadline, problem });
}

/** Stops a token until an operator decides. */
export function block(turn: Turn, token: Token, problem: StepProblem): void {
  change(turn, token, 'blocked', null, problem);
}

/** Notes that a token is out of its step, and what it leaves open there. */
export function depart(turn: Turn, token: Token, port: string | null, reason: LeaveReason): void {
  const { at } = turn;
  leaveEffect(turn, token, reason);
  if (turn.state.holding !== null) letGo(turn, token);
  turn.commands.push({ type: 'left', at, stepId: token.stepId, visit: token.visit, port, reason });
}

/** Nobody waits any more for what a pause holds back of this token. */
function letGo({ state }: Turn, { effectKey }: Token): void {
  state.holding = state.holding?.filter(({ key }) => key !== effectKey) ?? null;
}

/** Takes every token out of its step; the run stands nowhere any more. */
export function clear(turn: Turn, reason: LeaveReason): void {
  for (const token of turn.state.tokens) depart(turn, token, null, reason);
  turn.state.tokens = [];
  turn.state.blocks = [];
}

/** Takes every token out of its step and ends the run as `exited`. */
export function exitRun(turn: Turn, reason: string): void {
  clear(turn, 'exited');
  finish(turn, 'exited', reason);
}

/** What is noted of a run that its author let exit when publishing another version. */
export const EXITED_BY_MIGRATION = 'A new version of the automation ends the way of those who were here.';

/** What the step wants. Trouble that an operator can mend blocks; anything else is a defect and is thrown. */
export function decide(turn: Turn, token: Token, cause: Cause, at: Instant = turn.at): Decision {
  const planStep = stepOf(turn.plan, token);
  if (planStep === undefined) return { do: 'block', problem: stepMissing(token.stepId) };
  try {
    return rulesOf(planStep.step).decide(turn.visit(token, planStep, at), cause);
  } catch (error) {
    if (error instanceof ConditionFailedError || error instanceof ZoneUnknownError) {
      return { do: 'block', problem: { code: error.code, detail: error.message } };
    }
    throw error;
  }
}

type Leaving = Extract<Decision, { do: 'leave' }>;

/** Takes a token along an edge: to the next step's token, or null when the port leads nowhere and it is blocked. */
function follow(turn: Turn, token: Token, { port, reason, emit }: Leaving): Token | null {
  const landing = landingOf(turn.plan, token, port);
  if (landing === null) {
    const detail = `Nothing is connected to "${port}". Skip by another port, or exit the run.`;
    block(turn, token, { code: 'flow.port-unconnected', detail });
    return null;
  }
  for (const emission of emit ?? []) turn.emit(token, emission);
  if (token.next?.do === 'exit') {
    exitRun(turn, EXITED_BY_MIGRATION);
    return null;
  }
  depart(turn, token, port, reason);
  return enter(turn, landing.stepId, token, token.iteration + (landing.back ? 1 : 0), landing.plan);
}

/** A run that holds something back does not end: its token stands at the end until the pause is over. */
function holdAtEnd(turn: Turn, token: Token): null {
  token.heldFrom = { status: 'running', deadlineLeft: null, heard: false, outcome: null };
  change(turn, token, 'held', null, null);
  return null;
}

function end(turn: Turn, token: Token, outcome: RunOutcome): null {
  if (turn.state.holding !== null && turn.state.holding.length > 0) return holdAtEnd(turn, token);
  depart(turn, token, null, 'passed through');
  turn.state.tokens.splice(turn.state.tokens.indexOf(token), 1);
  if (turn.state.tokens.length === 0) finish(turn, outcome, null);
  return null;
}

/** Does what the step decided; answers the token at the next step when there is one to look at. */
function apply(turn: Turn, token: Token, decision: Decision): Token | null {
  if (decision.do === 'end') return end(turn, token, decision.outcome);
  if (decision.do === 'exit') {
    exitRun(turn, decision.reason);
    return null;
  }
  if (decision.do === 'block') {
    block(turn, token, decision.problem);
    return null;
  }
  if (decision.do === 'fail') {
    const drawn = stepOf(turn.plan, token)?.out[ERROR_PORT] !== undefined;
    if (drawn) return follow(turn, token, { do: 'leave', port: ERROR_PORT, reason: 'effect' });
    block(turn, token, decision.problem);
    return null;
  }
  if (decision.do === 'leave') return follow(turn, token, decision);
  for (const emission of decision.emit ?? []) turn.emit(token, emission);
  change(turn, token, 'waiting', decision.until, null);
  return null;
}

/** Lets a token go on from a decision through every step that needs no waiting. */
export function carryOut(turn: Turn, token: Token, decision: Decision): void {
  let next = apply(turn, token, decision);
  while (next !== null) {
    turn.visitsLeft -= 1;
    if (turn.visitsLeft < 0) {
      block(turn, next, TOO_MANY_STEPS);
      return;
    }
    next = apply(turn, next, decide(turn, next, { kind: 'entered' }));
  }
}

/** Asks the step of a token to decide, and carries that out. */
export function look(turn: Turn, token: Token, cause: Cause): void {
  carryOut(turn, token, decide(turn, token, cause));
}

const TOO_MANY_STEPS: StepProblem = {
  code: 'flow.too-many-steps',
  detail:
    'Too many steps at one moment: this automation seems to go round without waiting. Retry to go on from here.',
};

/** The drawing of this version has no such step (any more). */
export function stepMissing(stepId: StepId): StepProblem {
  const detail = `The step "${stepId}" is not in this version of the automation. Move the learner or exit the run.`;
  return { code: 'flow.step-missing', detail };
}
