import { frameClosedBy, SHORT, verdict } from '../../kinds/blocks/join.ts';
import type { Frame, OpenBlock, RunOutcome, RunState, Token } from '../../model/state.ts';
import { planFor } from '../../model/versions.ts';
import { finish } from '../finishing.ts';
import { change, depart, enter, remove } from '../tokens.ts';
import type { Turn } from '../turn.ts';
import { follow } from './following.ts';
import { blockOf, putBlock, sweepBlocks, tokensIn, wayIn, waysOf } from './open-blocks.ts';
import { nextWay, type OpenedBlock } from './opening.ts';

/** The innermost block that this token's join closes; null: it is in none, or that one is closed. */
function blockOfJoin(turn: Turn, token: Token): OpenedBlock | null {
  const plan = planFor(turn.plan, token);
  const frame = frameClosedBy(plan.steps[token.stepId], token.scope);
  const open = frame === undefined ? undefined : blockOf(turn.state, frame);
  if (frame === undefined || open === undefined) return null;
  return { plan, open, depth: token.scope.indexOf(frame) };
}

/** By which way the join of a block lets on whoever is there now; null: others may still come. */
function verdictOf(state: RunState, { plan, open }: OpenedBlock): 'next' | typeof SHORT | null {
  const joinId = plan.steps[open.stepId]?.join ?? null;
  const join = joinId === null ? undefined : plan.steps[joinId]?.step;
  if (join?.kind !== 'join') return null;
  const { arrived, walked, ahead } = waysOf(state, open, joinId);
  return verdict(join.config.for, {
    total: open.ways.length,
    arrived: arrived.size,
    open: walked.size + ahead,
  });
}

/** Lets a token at a join go on: by `short` only where that leads somewhere. */
function letOn(turn: Turn, token: Token, port: 'next' | typeof SHORT): Token[] {
  const drawn = planFor(turn.plan, token).steps[token.stepId]?.out[SHORT] !== undefined;
  const taken = port === SHORT && drawn ? SHORT : 'next';
  return follow(turn, token, { do: 'leave', port: taken, reason: 'passed through' });
}

/** Leaves behind what a token that has come to a join has opened inside of its way and not closed. */
function leaveInner(turn: Turn, token: Token, depth: number): void {
  const inner: Frame | undefined = token.scope[depth + 1];
  token.scope = token.scope.slice(0, depth + 1);
  if (inner === undefined) return;
  for (const other of tokensIn(turn.state, inner)) {
    depart(turn, other, null, 'cancelled');
    remove(turn, other);
  }
  sweepBlocks(turn);
}

/** Of ways that are walked one after the other one has come: the next begins, or it goes on for all of them. */
function comeInTurn(turn: Turn, token: Token, block: OpenedBlock): Token[] {
  const way = wayIn(token, block.open);
  const open = { ...block.open, arrived: way === null ? block.open.arrived : [...block.open.arrived, way] };
  putBlock(turn, open);
  const port = verdictOf(turn.state, { ...block, open });
  if (port !== null) return letOn(turn, token, port);
  depart(turn, token, null, 'joined');
  return nextWay(turn, token, { ...block, open });
}

/** A way has come to its join: it waits there for the others, or goes on for all of them. */
export function comeToJoin(turn: Turn, token: Token): Token[] {
  const block = blockOfJoin(turn, token);
  if (block === null) return letOn(turn, token, 'next');
  leaveInner(turn, token, block.depth);
  if (!block.open.atOnce) return comeInTurn(turn, token, block);
  const port = verdictOf(turn.state, block);
  if (port !== null) return letOn(turn, token, port);
  change(turn, token, 'waiting', null, null);
  return [];
}

/** Whether another token walks the same way of a block. */
function isShared(state: RunState, token: Token, block: OpenBlock): boolean {
  const way = wayIn(token, block);
  return state.tokens.some((other) => other !== token && wayIn(other, block) === way);
}

/** The way of a token is over inside this block; null: and so is the block, without anybody going on from it. */
function endIn(turn: Turn, token: Token, block: OpenedBlock): Token[] | null {
  const { plan, open, depth } = block;
  if (isShared(turn.state, token, open)) {
    remove(turn, token);
    return [];
  }
  const joinId = plan.steps[open.stepId]?.join ?? null;
  const others = tokensIn(turn.state, open).filter((other) => other !== token);
  if (joinId === null) {
    if (others.length === 0) return null;
    remove(turn, token);
    return [];
  }
  const at = turn.state.tokens.indexOf(token);
  remove(turn, token);
  const port = verdictOf(turn.state, block);
  if (port === null && !open.atOnce && open.begun < open.ways.length) {
    turn.state.tokens.splice(at, 0, token);
    return nextWay(turn, token, block);
  }
  if (port === null) return [];
  const parked = others.find(({ stepId }) => stepId === joinId);
  if (parked !== undefined) return letOn(turn, parked, port);
  turn.state.tokens.splice(at, 0, token);
  token.scope = token.scope.slice(0, depth + 1);
  return letOn(turn, enter(turn, joinId, token, token.iteration, plan), port);
}

/** A run that holds something back does not end: its token stands at the end until the pause is over. */
function holdAtEnd(turn: Turn, token: Token): Token[] {
  token.heldFrom = { status: 'running', deadlineLeft: null, heard: false, outcome: null };
  change(turn, token, 'held', null, null);
  return [];
}

/** Ends the way of a token: that of the run, or only one of a block, whose join then counts on one less. */
export function endWay(turn: Turn, token: Token, outcome: RunOutcome): Token[] {
  const { state } = turn;
  if (state.holding !== null && state.holding.length > 0) return holdAtEnd(turn, token);
  const plan = planFor(turn.plan, token);
  depart(turn, token, null, 'passed through');
  const waitedFor = token.scope.some(({ stepId }) => (plan.steps[stepId]?.join ?? null) !== null);
  if (outcome === 'completed' && !waitedFor) state.completed = true;
  for (let depth = token.scope.length - 1; depth >= 0; depth -= 1) {
    const open = blockOf(state, token.scope[depth] as Frame);
    const came = open === undefined ? null : endIn(turn, token, { plan, open, depth });
    if (came === null) continue;
    sweepBlocks(turn);
    return came;
  }
  remove(turn, token);
  sweepBlocks(turn);
  if (state.tokens.length === 0) finish(turn, state.completed ? 'completed' : outcome, null);
  return [];
}

/** One token at each join that would let it on now: the way it waited for is over in another manner than by ending. */
export function joinsSettled(turn: Turn): Token[] {
  const seen = new Set<OpenBlock>();
  return turn.state.tokens.filter((token) => {
    if (token.status !== 'waiting') return false;
    const block = blockOfJoin(turn, token);
    if (block === null || seen.has(block.open) || verdictOf(turn.state, block) === null) return false;
    seen.add(block.open);
    return true;
  });
}
