import {
  type Command,
  type Facts,
  type Input,
  type Instant,
  type Plan,
  type RunState,
  nextInput,
  reduce,
  withCommands,
} from '@gradus/flow';
import { workOf } from './effects/registry.ts';
import { type PendingInput, rowOf } from './pending.ts';
import { isPassing } from '../passing-faults.ts';

/** Inputs per turn; what is left is taken by the next (`again`), so that no transaction grows without bound. */
const INPUTS_PER_TURN = 50;

export interface Played {
  state: RunState;
  commands: Command[];
  /** As they stand after what the turn has changed itself. */
  facts: Facts;
  taken: PendingInput[];
  /** Inputs the engine or the writing of their effects could not digest. */
  poisoned: Array<{ pending: PendingInput | null; input: Input; problem: string }>;
  again: boolean;
  /** What was not taken: it is not due, or comes behind what is to be done first. */
  left: PendingInput[];
}

export interface PlayOptions {
  plan: Plan;
  state: RunState;
  pending: readonly PendingInput[];
  facts: Facts;
  now: Instant;
  /** Nothing that is due later than this is taken yet; left out: all that is due. */
  until?: Instant;
}

/** Who looks at each input after it was played; what it throws vetoes the input. */
export interface Guard {
  passed(commands: readonly Command[], state: RunState, facts: Facts): Promise<void>;
  /** The input was set aside, and this is what blocking says instead. */
  blocked(commands: readonly Command[], state: RunState): void;
}

/**
 * Feeds a run all that is due, in the engine's order, without touching the world. The careful turn's guard writes each
 * input under its own savepoint.
 *
 * @throws what is no fault of the input and passes by itself
 */
export async function play(options: PlayOptions, guard?: Guard): Promise<Played> {
  const { plan, now } = options;
  const played = nothingPlayed(options);
  const { left } = played;
  for (let count = 0; ; count++) {
    const input = nextDue(played, options);
    if (!input) return played;
    if (count >= INPUTS_PER_TURN) return { ...played, again: true };
    const entry = rowOf(left, input) ?? null;
    if (entry) left.splice(left.indexOf(entry), 1);
    try {
      const { state, commands } = reduce(plan, played.state, input, played.facts, now);
      const facts = withCommands(played.facts, commands);
      await guard?.passed(commands, state, facts);
      played.state = state;
      played.commands.push(...commands);
      played.facts = facts;
      if (entry) played.taken.push(entry);
      // Whatever is due later has to see what came of it.
      if (commands.some(isDoneAsOfDecision)) return played;
    } catch (error) {
      if (isPassing(error)) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      played.poisoned.push({ pending: entry, input, problem });
      const blocked =
        input.kind === 'started'
          ? blockAtStart(plan, played.state, problem)
          : blockOn(played.state, input, problem);
      played.state = blocked.state;
      played.commands.push(...blocked.commands);
      guard?.blocked(blocked.commands, blocked.state);
    }
  }
}

/** Where playing begins. */
export function nothingPlayed({ state, facts, pending }: PlayOptions): Played {
  return { state, facts, commands: [], taken: [], poisoned: [], again: false, left: [...pending] };
}

/** The next input that is due; none that comes behind `until`, if that is before now. */
export function nextDue(
  { state, left }: Pick<Played, 'state' | 'left'>,
  { now, until = now }: Pick<PlayOptions, 'now' | 'until'>,
): Input | null {
  const inputs = left.map(({ input }) => input);
  if (until >= now) return nextInput(state, inputs, now);
  return nextInput(
    state,
    inputs.filter(({ at }) => at <= until),
    until,
  );
}

/** A turn does it at once, and it takes no time; unless a pause holds it back. */
function isDoneAsOfDecision(command: Command): boolean {
  if (command.type !== 'effect' || command.held === true) return false;
  const work = workOf(command.kind);
  return work?.inTurn === true && work.asOfDecision === true;
}

interface Blocked {
  state: RunState;
  commands: Command[];
}

const problemOf = (detail: string) => ({ code: 'flow.input-failed', detail: detail.slice(0, 400) });

/** A run that could not even begin stands blocked at its trigger: retrying there begins it. */
function blockAtStart(plan: Plan, state: RunState, detail: string): Blocked {
  const problem = problemOf(detail);
  const position = { stepId: plan.definition.trigger, visit: 1, iteration: 0 };
  const at = state.clock;
  const token = {
    ...position,
    scope: [],
    id: state.nextTokenId,
    versionId: plan.versionId,
    status: 'blocked' as const,
    enteredAt: at,
    triedAt: at,
    deadline: null,
    notBefore: null,
    effectKey: null,
    try: 1,
    problem,
    heldFrom: null,
  };
  const visits = { ...state.visits, [position.stepId]: 1 };
  return {
    state: { ...state, tokens: [token], visits, nextTokenId: token.id + 1 },
    commands: [
      { type: 'entered', at, tokenId: token.id, versionId: plan.versionId, ...position },
      { ...position, type: 'changed', at, status: 'blocked', deadline: null, problem },
    ],
  };
}

/** Blocks the tokens that a poisoned input was meant for, so that an operator sees it and nothing loops. */
function blockOn(state: RunState, input: Input, detail: string): Blocked {
  const problem = problemOf(detail);
  const commands: Command[] = [];
  const tokens = state.tokens.map((token) => {
    const due = input.kind !== 'time' || (token.deadline !== null && token.deadline <= input.at);
    if (token.status === 'blocked' || !due) return token;
    const blocked = { ...token, status: 'blocked' as const, deadline: null, problem };
    commands.push({
      type: 'changed',
      at: Math.max(input.at, state.clock),
      stepId: token.stepId,
      visit: token.visit,
      status: 'blocked',
      deadline: null,
      problem,
    });
    return blocked;
  });
  return { state: { ...state, tokens }, commands };
}
