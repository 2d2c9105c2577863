import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState, Token } from '../model/state.ts';
import { openedWhileOpen } from '../testing/openings.ts';
import { CATALOGUE } from '../testing/drawings.ts';
import { definitions, disturbances, eventsOf, lives } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import { initialState } from '../model/initial-state.ts';
import { nextInput } from './next-input.ts';
import { reduce } from './reduce.ts';
import { couldMove } from './waits-of.ts';

jest.setTimeout(60_000);

const HORIZON = ENROLLED + 150 * DAY;

function planFor(definition: unknown): Plan {
  const compiled = compile(definition, CATALOGUE, 'v1');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return deepFreeze(compiled.plan);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

interface Taken {
  input: Input;
  before: RunState;
  after: RunState;
  commands: Command[];
}

/** Drives with everything frozen; `moments` are when anyone looks, and what happened by then is pending by then. */
function drive(plan: Plan, facts: Facts, inputs: Input[], moments: number[]): Taken[] {
  const taken: Taken[] = [];
  let state = deepFreeze(initialState('run', ENROLLED));
  let ahead = deepFreeze(
    [{ kind: 'started' as const, at: ENROLLED }, ...inputs].map((input, row) => ({ ...input, row })),
  );
  for (const now of moments) {
    for (;;) {
      const pending = ahead.filter(({ at }) => at <= now);
      const input = nextInput(state, pending, now);
      if (input === null) break;
      ahead = ahead.filter((other) => !('row' in input) || other.row !== input.row);
      const { state: after, commands } = reduce(plan, state, deepFreeze(input), facts, now);
      taken.push({ input, before: state, after, commands });
      state = deepFreeze(after);
    }
  }
  return taken;
}

const daily = Array.from({ length: 151 }, (_, day) => ENROLLED + day * DAY);
const commandsOf = (taken: Taken[]) => taken.flatMap(({ commands }) => commands);

function checkConservation(state: RunState, commands: Command[]): void {
  const present = new Map<string, number>();
  for (const command of commands) {
    if (command.type === 'entered') present.set(command.stepId, (present.get(command.stepId) ?? 0) + 1);
    if (command.type === 'left') present.set(command.stepId, (present.get(command.stepId) ?? 0) - 1);
  }
  const tokens = new Map<string, number>();
  for (const { stepId } of state.tokens) tokens.set(stepId, (tokens.get(stepId) ?? 0) + 1);
  expect(Object.fromEntries([...present].filter(([, count]) => count !== 0))).toEqual(
    Object.fromEntries(tokens),
  );
}

/** Whoever waits at a join waits for somebody: of no block are all tokens there. */
function checkJoin(state: RunState, token: Token): void {
  const frame = token.scope.at(-1);
  for (const { stepId, visit } of token.scope)
    expect(state.blocks.some((block) => block.stepId === stepId && block.visit === visit)).toBe(true);
  if (frame === undefined || token.status !== 'waiting' || token.deadline !== null) return;
  const inside = state.tokens.filter(({ scope }) =>
    scope.some(({ stepId, visit }) => stepId === frame.stepId && visit === frame.visit),
  );
  const together = inside.filter(({ stepId }) => stepId === token.stepId);
  const ways = new Set(together.map(({ scope }) => scope.at(-1)?.way));
  if (ways.size > 1) expect(together.length).toBeLessThan(inside.length);
}

function checkState(state: RunState): void {
  expect(state.paused && state.holding !== null).toBe(false);
  const stopped =
    state.finished === null && state.ending === null && (state.paused || state.holding !== null);
  expect(state.pausedBy !== null).toBe(stopped);
  expect(state.finished !== null).toBe(state.tokens.length === 0 && state.leftEffects.length === 0);
  expect(state.ending !== null).toBe(state.tokens.length === 0 && state.leftEffects.length > 0);
  for (const token of state.tokens) {
    expect(token.status).not.toBe('running');
    expect(token.heldFrom !== null).toBe(token.status === 'held');
    if (state.holding === null) expect(token.status === 'held').toBe(state.paused);
    expect(token.deadline ?? state.clock).toBeGreaterThanOrEqual(state.clock);
    expect(token.status === 'blocked' ? token.problem : 'fine').not.toBeNull();
    checkJoin(state, token);
    expect(token.visit).toBeLessThanOrEqual(state.visits[token.stepId] ?? 0);
  }
}

/** A key is a visit's own and made once, unless an operator had it tried again or carried over. */
function checkKeys(commands: Command[]): void {
  const planned = commands.flatMap((c) => (c.type === 'effect' || c.type === 'message' ? [c] : []));
  const own = planned.filter(({ key, stepId, visit }) => key === `run:${stepId}:${visit}`);
  const retried = commands.filter(({ type }) => type === 'answered').length;
  expect(own.length - new Set(own.map(({ key }) => key)).size).toBeLessThanOrEqual(retried);
  const moved = commands.some((c) => c.type === 'left' && c.reason === 'moved');
  expect(own.length === planned.length || moved).toBe(true);
  const held = new Set(planned.flatMap((c) => (c.held === true ? [c.key] : [])));
  const letGo = commands.flatMap((c) => (c.type === 'unhold' && c.key !== null ? [c.key] : []));
  expect(letGo.filter((key) => !held.has(key))).toEqual([]);
}

function checkTaken({ input, before, after, commands }: Taken): void {
  expect(after.clock).toBe(Math.max(before.clock, input.at));
  expect(commands.every(({ at }) => at === after.clock)).toBe(true);
  const answers = commands.filter(({ type }) => type === 'answered').length;
  expect(answers).toBe(input.kind === 'command' ? 1 : 0);
  checkState(after);
}

const script = fc.record({ definition: definitions(), facts: lives, disturbances });

/** An event of which it is said that it could move nothing moves the clock alone. */
function checkUnmoved(plan: Plan, { input, before, after, commands }: Taken): void {
  if (input.kind !== 'event' || couldMove(plan, before, input.type)) return;
  expect(commands).toEqual([]);
  expect(after).toEqual({ ...before, clock: after.clock });
}

describe('any drawing, any life, any disturbance', () => {
  it('ends or parks, loses no token, does nothing twice, and leaves its arguments alone', () => {
    fc.assert(
      fc.property(script, ({ definition, facts, disturbances: other }) => {
        const plan = planFor(definition);
        const taken = drive(plan, deepFreeze(facts), [...eventsOf(facts), ...other], daily);
        const commands = commandsOf(taken);
        for (const one of taken) checkTaken(one);
        for (const one of taken) checkUnmoved(plan, one);
        const last = taken.at(-1)?.after as RunState;
        checkConservation(last, commands);
        expect(nextInput(last, [], HORIZON)).toBeNull();
        expect(openedWhileOpen(commands)).toEqual([]);
        checkKeys(commands);
      }),
      { numRuns: 400 },
    );
  });

  it('goes the same way however seldom anyone looks', () => {
    fc.assert(
      fc.property(
        script,
        fc.array(fc.nat(150), { maxLength: 4 }),
        ({ definition, facts, disturbances: other }, looks) => {
          const plan = planFor(definition);
          const inputs = [...eventsOf(facts), ...other];
          const punctual = drive(plan, facts, inputs, daily);
          const seldom = [...looks.toSorted((a, b) => a - b).map((day) => ENROLLED + day * DAY), HORIZON];
          const late = drive(plan, facts, inputs, seldom);
          expect(commandsOf(late)).toEqual(commandsOf(punctual));
          expect(late.at(-1)?.after).toEqual(punctual.at(-1)?.after);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says the same twice, also when state and plan went through JSON', () => {
    fc.assert(
      fc.property(script, ({ definition, facts, disturbances: other }) => {
        const plan = planFor(definition);
        const copy = JSON.parse(JSON.stringify(plan)) as Plan;
        for (const { input, before, after, commands } of drive(
          plan,
          facts,
          [...eventsOf(facts), ...other],
          daily,
        )) {
          const state = JSON.parse(JSON.stringify(before)) as RunState;
          expect(reduce(copy, state, input, facts, HORIZON)).toEqual({ state: after, commands });
        }
      }),
      { numRuns: 100 },
    );
  });
});
