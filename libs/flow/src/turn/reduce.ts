import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState, Token } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import { deliverEvent, deliverOutcome, deliverZone, noteHeard } from './deliveries.ts';
import { reachGoals } from './goals.ts';
import { firstStepOf, hasStarted } from '../model/initial-state.ts';
import { look, settleJoins } from './carry-out.ts';
import { migrate } from './migrate.ts';
import { obey } from './operator-commands.ts';
import { freeze } from './pausing.ts';
import { block, enter, exitRun, stepMissing } from './tokens.ts';
import { Turn } from './turn.ts';
import { endsRun } from './waits-of.ts';

/** What one input changed: the state to keep and, in order, what the driver has to write. */
export interface Reduced {
  state: RunState;
  commands: Command[];
}

/** A version that lacks the step a learner stands on must not swallow them. */
function blockStranded(turn: Turn): void {
  for (const token of turn.state.tokens) {
    const stranded = token.status === 'waiting' || token.status === 'running';
    if (stranded && stepOf(turn.plan, token) === undefined) block(turn, token, stepMissing(token.stepId));
  }
}

function start(turn: Turn): void {
  if (hasStarted(turn.state)) return;
  const token = enter(turn, firstStepOf(turn.plan, turn.state), null, 0);
  if (turn.state.paused) freeze(turn, token);
  else look(turn, token, { kind: 'entered' });
}

function passTime(turn: Turn): void {
  const overdue = (token: Token) =>
    token.status === 'waiting' && token.deadline !== null && token.deadline <= turn.at;
  const due = turn.state.tokens.filter(overdue);
  due.sort((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0) || a.id - b.id);
  for (const token of due) if (turn.state.tokens.includes(token)) look(turn, token, { kind: 'time' });
}

function take(turn: Turn, input: Input): void {
  if (input.kind === 'command') {
    const { accepted, detail } = obey(turn, input.command);
    turn.commands.push({ type: 'answered', at: turn.at, id: input.id, accepted, detail });
    return;
  }
  if (input.kind === 'migrate') {
    turn.commands.push({ type: 'answered', at: turn.at, id: input.id, ...migrate(turn, input) });
    return;
  }
  if (turn.state.finished !== null) return;
  if (input.kind === 'effect') return deliverOutcome(turn, input);
  if (turn.state.ending !== null) return;
  if (input.kind === 'event' && endsRun(turn.plan, turn.state, input.type)) return exitRun(turn, input.type);
  if (input.kind === 'event') noteHeard(turn, input);
  const taken = reachGoals(turn);
  if (turn.state.tokens.length === 0 && hasStarted(turn.state)) return;
  if (input.kind === 'started') start(turn);
  else if (input.kind === 'time') passTime(turn);
  else if (input.kind === 'zone') deliverZone(turn, input);
  // An event that brought somebody to a goal is not also one that comes after it.
  else if (!taken) deliverEvent(turn, input);
}

/**
 * Takes one input and says what follows from it. Pure: the same arguments give the same answer, and none of them is
 * written to. Whatever an input is (late, doubled, foreign), the answer is a state; trouble that a person can mend is a
 * blocked token, not an exception.
 *
 * The moment of decision is `input.at`, never before the run's clock nor after `now`; facts count as of that moment.
 */
export function reduce(plan: Plan, state: RunState, input: Input, facts: Facts, now: Instant): Reduced {
  return takeTurn(plan, state, input, facts, now, false);
}

/**
 * {@link reduce} for a driver that goes on from the new state and never looks at the old one again: in a drawing of hundreds
 * of steps, copying what a run has visited costs more than all the rest of a turn.
 */
export function reduceOnwards(
  plan: Plan,
  state: RunState,
  input: Input,
  facts: Facts,
  now: Instant,
): Reduced {
  return takeTurn(plan, state, input, facts, now, true);
}

function takeTurn(
  plan: Plan,
  state: RunState,
  input: Input,
  facts: Facts,
  now: Instant,
  owned: boolean,
): Reduced {
  const at = Math.max(state.clock, Math.min(input.at, now));
  const turn = new Turn(plan, state, facts, at, owned);
  if (state.finished === null) blockStranded(turn);
  take(turn, input);
  settleJoins(turn);
  if (input.kind !== 'migrate' || turn.commands.some(({ type }) => type !== 'answered')) reachGoals(turn);
  return { state: turn.state, commands: turn.commands };
}
