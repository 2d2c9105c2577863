import { noteUnbegun } from '../commands/carried-effects.ts';
import type { LeaveReason } from '../model/commands.ts';
import { isAsking } from '../kinds/registry.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { Frame, StepProblem, Token, TokenStatus } from '../model/state.ts';
import { planFor, stepOf } from '../model/versions.ts';
import { sweepBlocks } from './blocks/open-blocks.ts';
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
  const { state } = turn;
  const id = from?.id ?? state.nextTokenId++;
  const token = setDown(turn, { id, stepId, scope: from?.scope ?? [], iteration, plan, next: from?.next });
  if (from === null) state.tokens.push(token);
  else state.tokens.splice(state.tokens.indexOf(from), 1, token);
  return token;
}

/** Sets down one more token on a way of a block that `from` has opened. */
export function enterWay(
  turn: Turn,
  stepId: StepId,
  from: Token,
  iteration: number,
  plan: Plan,
  way: Frame,
): Token {
  const { state } = turn;
  const scope = [...from.scope, way];
  const token = setDown(turn, { id: state.nextTokenId++, stepId, scope, iteration, plan, next: from.next });
  state.tokens.push(token);
  return token;
}

interface Place {
  id: number;
  stepId: StepId;
  scope: readonly Frame[];
  iteration: number;
  plan: Plan;
  /** Where the token it comes from goes over to; kept until it is there. */
  next: Token['next'];
}

function setDown(turn: Turn, { id, stepId, scope, iteration, plan, next }: Place): Token {
  const { at } = turn;
  const { versionId } = plan;
  const visit = turn.countVisit(stepId);
  if (plan.since.marks.includes(stepId)) turn.state.entered = { ...turn.state.entered, [stepId]: at };
  const token: Token = {
    id,
    versionId,
    stepId,
    visit,
    scope,
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
  if (next !== undefined && next.versionId !== versionId) token.next = next;
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

/** Notes that a token is out of its step, and what it leaves open there; `callGoesOn`: what it has called is not ended. */
export function depart(
  turn: Turn,
  token: Token,
  port: string | null,
  reason: LeaveReason,
  callGoesOn = false,
): void {
  const { at } = turn;
  leaveEffect(turn, token, reason);
  if (isUnbegun(token, reason)) noteUnbegun(turn.state, token);
  if (turn.state.holding !== null) letGo(turn, token);
  closeTask(turn, token, reason);
  if (!callGoesOn) endCalled(turn, token, reason);
  turn.commands.push({ type: 'left', at, stepId: token.stepId, visit: token.visit, port, reason });
}

/** It was set down at its step and did nothing there: a pause kept it from beginning, or a join called off its way before. */
function isUnbegun({ heldFrom, status }: Token, reason: LeaveReason): boolean {
  return heldFrom?.status === 'running' || (status === 'running' && reason === 'cancelled');
}

/**
 * Somebody is asked about a learner who is not here any more. What was decided is closed already. Whether the task holds its
 * learner is for the version that gave it to say; the one that is followed now may have stopped waiting.
 */
function closeTask(turn: Turn, token: Token, reason: LeaveReason): void {
  const step = stepOf(turn.plan, token)?.step;
  if (step === undefined || !isAsking(step)) return;
  if (reason === 'event' || reason === 'facts') return;
  const { stepId, visit } = token;
  const given = turn.commands.find((c) => c.type === 'task' && c.stepId === stepId && c.visit === visit);
  if (given?.type === 'task' && !given.holds) return;
  const because = reason === 'time' ? 'overdue' : 'left';
  turn.commands.push({ type: 'taskClosed', at: turn.at, stepId, visit, because });
}

/** Whoever is taken elsewhere while the run they have called goes on is taken out of that one, too; unless it was let go. */
function endCalled(turn: Turn, token: Token, reason: LeaveReason): void {
  const step = stepOf(turn.plan, token)?.step;
  if (step?.kind !== 'callAutomation' || !step.config.wait || step.config.detached) return;
  if (ENDS_WITH_IT.has(reason) || token.effectKey !== null) return;
  const { stepId, visit } = token;
  turn.commands.push({ type: 'endCalled', at: turn.at, stepId, visit });
}

/** By these the called run has ended, never begun, or is ended with all that this run has called. */
const ENDS_WITH_IT: ReadonlySet<LeaveReason> = new Set<LeaveReason>(['event', 'facts', 'effect', 'exited']);

/** Nobody waits any more for what a pause holds back of this token. */
function letGo({ state }: Turn, { effectKey }: Token): void {
  state.holding = state.holding?.filter(({ key }) => key !== effectKey) ?? null;
}

/** Takes a token out of the run. */
export function remove(turn: Turn, token: Token): void {
  turn.state.tokens = turn.state.tokens.filter((other) => other !== token);
}

/** Takes every token out of its step; the run stands nowhere any more. */
export function clear(turn: Turn, reason: LeaveReason): void {
  for (const token of turn.state.tokens) depart(turn, token, null, reason);
  turn.state.tokens = [];
  sweepBlocks(turn);
}

/** Takes every token out of its step and ends the run as `exited`. */
export function exitRun(turn: Turn, reason: string): void {
  clear(turn, 'exited');
  finish(turn, 'exited', reason);
}

/** What is noted of a run that its author let exit when publishing another version. */
export const EXITED_BY_MIGRATION = 'A new version of the automation ends the way of those who were here.';

/** The drawing of this version has no such step (any more). */
export function stepMissing(stepId: StepId): StepProblem {
  const detail = `The step “${stepId}” is not in this version of the automation. Move the learner or exit the run.`;
  return { code: 'flow.step-missing', detail };
}

/** Nothing is drawn from this way out. */
export function portUnconnected(port: string): StepProblem {
  const detail = `Nothing is connected to “${port}”. Skip the step by another of its ways out, or end the run.`;
  return { code: 'flow.port-unconnected', detail };
}
