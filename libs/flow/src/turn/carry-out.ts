import { ConditionFailedError } from '../conditions/errors.ts';
import { ERROR_PORT, rulesOf } from '../kinds/registry.ts';
import type { Cause, Decision } from '../kinds/step-rules.ts';
import type { Instant } from '../model/instant.ts';
import type { StepProblem, Token } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { comeToJoin, endWay, joinsSettled } from './blocks/joining.ts';
import { follow } from './blocks/following.ts';
import { openBlock } from './blocks/opening.ts';
import { block, change, exitRun, stepMissing } from './tokens.ts';
import type { Turn } from './turn.ts';

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

/** Leaves by `error` where that leads somewhere, else blocks. */
function fail(turn: Turn, token: Token, problem: StepProblem): Token[] {
  const drawn = stepOf(turn.plan, token)?.out[ERROR_PORT] !== undefined;
  if (drawn) return follow(turn, token, { do: 'leave', port: ERROR_PORT, reason: 'effect' });
  block(turn, token, problem);
  return [];
}

/** Does what the step decided; answers the tokens that have come to another step, which have to be looked at. */
function apply(turn: Turn, token: Token, decision: Decision): Token[] {
  switch (decision.do) {
    case 'leave':
      return follow(turn, token, decision);
    case 'fork':
      return openBlock(turn, token, decision);
    case 'join':
      return comeToJoin(turn, token);
    case 'end':
      return endWay(turn, token, decision.outcome);
    case 'fail':
      return fail(turn, token, decision.problem);
    case 'block':
      block(turn, token, decision.problem);
      return [];
    case 'exit':
      exitRun(turn, decision.reason);
      return [];
    case 'wait':
      for (const emission of decision.emit ?? []) turn.emit(token, emission);
      change(turn, token, 'waiting', decision.until, null);
      return [];
  }
}

/** Lets tokens that have come to a step go on through every step that needs no waiting, one way after the other. */
function goOn(turn: Turn, came: Token[]): void {
  const open = [...came];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (!turn.state.tokens.includes(next)) continue;
    turn.visitsLeft -= 1;
    if (turn.visitsLeft < 0) block(turn, next, TOO_MANY_STEPS);
    else open.unshift(...apply(turn, next, decide(turn, next, { kind: 'entered' })));
  }
}

/** Lets a token go on from a decision, with all that follows at this moment. */
export function carryOut(turn: Turn, token: Token, decision: Decision): void {
  goOn(turn, apply(turn, token, decision));
}

/** Lets on whoever stands at a join to which nobody comes any more, however the others went away. */
export function settleJoins(turn: Turn): void {
  if (turn.state.blocks.length === 0 || turn.state.paused) return;
  for (const token of joinsSettled(turn))
    if (turn.state.tokens.includes(token)) look(turn, token, { kind: 'time' });
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
