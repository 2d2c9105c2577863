import { ancestorsOf, graphOf, reachableFrom } from '../compile/graph.ts';
import type { StepId, StepKind } from '../model/definition.ts';
import { MADE_FOR_A_VISIT } from '../model/effect-kinds.ts';
import type { CallFact } from '../model/facts.ts';
import type { EffectsAgain } from '../model/inputs.ts';
import type { Plan } from '../model/plan.ts';
import type { CarriedEffect, Frame, OpenBlock, RunState, Token } from '../model/state.ts';
import { plansIn } from '../model/versions.ts';
import { blockOf } from '../turn/blocks/open-blocks.ts';

/** Kinds that never have an effect in the ledger: nothing of them needs to be carried. */
const QUIET: ReadonlySet<StepKind> = new Set<StepKind>([
  'trigger',
  'release',
  'relock',
  'wait',
  'waitFor',
  'branch',
  'split',
  'filter',
  'goTo',
  'goal',
  'exit',
  'assess',
  'end',
]);

/** In the place of a visit: none has taken it over, nor will. */
const NOBODY = 0;

/** The key that a visit gives to what its step does: `run:step:visit`. */
function keyOfVisit(runId: string, stepId: StepId, visit: number): string {
  return `${runId}:${stepId}:${visit}`;
}

function carriedAt(state: RunState, stepId: StepId): CarriedEffect | undefined {
  return Object.hasOwn(state.carried, stepId) ? state.carried[stepId] : undefined;
}

function carriedFor(state: RunState, token: Token): CarriedEffect | null {
  const carried = carriedAt(state, token.stepId);
  if (carried === undefined) return null;
  return carried.takenBy === null || carried.takenBy === token.visit ? carried : null;
}

/** The ledger key of what this token's step does now: its visit's own, unless an earlier one is carried over. */
export function effectKeyOf(state: RunState, token: Token): string {
  const carried = carriedFor(state, token);
  return carried === null
    ? keyOfVisit(state.runId, token.stepId, token.visit)
    : keyOfEffect(state, token.stepId, carried);
}

/** The ledger key of an effect that another visit has made. */
export function keyOfEffect(state: Pick<RunState, 'runId'>, stepId: StepId, effect: CarriedEffect): string {
  return keyOfVisit(effect.runId ?? state.runId, stepId, effect.visit);
}

/** Notes by which key the token's step has just acted; an own key ends the carrying. */
export function noteEffect(state: RunState, token: Token): void {
  const { stepId, visit } = token;
  if (!Object.hasOwn(state.carried, stepId)) return;
  const carried = carriedFor(state, token);
  dropCarried(state, stepId);
  if (carried !== null) state.carried = { ...state.carried, [stepId]: { ...carried, takenBy: visit } };
}

/** A visit is over that never began: what the step did last is still what an earlier visit did. */
export function noteUnbegun(state: RunState, { stepId, visit }: Token): void {
  if (visit === 1 || Object.hasOwn(state.carried, stepId)) return;
  state.carried = { ...state.carried, [stepId]: { visit: visit - 1, takenBy: NOBODY } };
}

/** Lets go of an earlier visit's effect: what this kind makes belongs to the visit alone. */
export function dropCarried(state: RunState, stepId: StepId): void {
  const { [stepId]: _known, ...others } = state.carried;
  state.carried = others;
}

/** Whether what was done at this step before can stand for what a later visit asks for. */
export function standsFor(plan: Plan, stepId: StepId): boolean {
  return !MADE_FOR_A_VISIT.has(plan.steps[stepId]?.step.kind ?? '');
}

/** Steps that a learner at `from` may still come to (itself included) and that act in the world. */
export function actingAhead(plan: Plan, from: StepId): StepId[] {
  const reached = reachableFrom(graphOf(plan.definition), [from]);
  return [...reached].filter((id) => {
    const step = plan.steps[id]?.step;
    return step !== undefined && !QUIET.has(step.kind);
  });
}

/** Whether somebody who leaves the step can come to it once more without anybody's order. */
export function isInLoop({ definition }: Plan, stepId: StepId): boolean {
  return ancestorsOf(graphOf(definition), stepId).has(stepId);
}

/** What a step's latest effect in this run goes by; null: the run was never there. */
export function latestEffect(state: RunState, stepId: StepId): CarriedEffect | null {
  const carried = carriedAt(state, stepId);
  if (carried !== undefined) return carried;
  const visit = Object.hasOwn(state.visits, stepId) ? (state.visits[stepId] ?? 0) : 0;
  return visit === 0 ? null : { visit, takenBy: null };
}

const bodies = new WeakMap<Plan['definition'], Map<StepId, StepId[]>>();

/** The steps that act inside of a block that goes through modules. */
function actingIn({ definition, steps }: Plan, opener: StepId): StepId[] {
  let known = bodies.get(definition);
  if (known === undefined) bodies.set(definition, (known = new Map()));
  let body = known.get(opener);
  if (body === undefined) {
    const inside = Object.values(steps).filter(({ scope }) => scope.some(({ stepId }) => stepId === opener));
    body = inside.flatMap(({ id, step }) => (QUIET.has(step.kind) ? [] : [id]));
    known.set(opener, body);
  }
  return body;
}

/** Those of every version at hand: whoever walks beside may go by another one. */
const actingInAny = (plan: Plan, opener: StepId): StepId[] => [
  ...new Set(plansIn(plan).flatMap((one) => actingIn(one, opener))),
];

/** How often steps that act inside of a block had been visited before a way of it begins, as the block keeps it. */
export function visitedBefore(plan: Plan, state: RunState, opener: StepId): Pick<OpenBlock, 'before'> {
  const visited = actingInAny(plan, opener).filter((stepId) => (state.visits[stepId] ?? 0) > 0);
  if (visited.length === 0) return {};
  return { before: Object.fromEntries(visited.map((stepId) => [stepId, state.visits[stepId] ?? 0])) };
}

function passOver(state: RunState, stepIds: readonly StepId[]): void {
  for (const stepId of stepIds) {
    const carried = carriedAt(state, stepId);
    if (carried?.takenBy === null)
      state.carried = { ...state.carried, [stepId]: { ...carried, takenBy: NOBODY } };
  }
}

/** The next way of a block begins: what was to stand for the way before stands for none any more. */
export const endCarrying = (plan: Plan, state: RunState, opener: StepId): void =>
  passOver(state, actingInAny(plan, opener));

/** A body is gone through anew in this version: nothing of what was done in it before stands for the first of its ways. */
export const beginAnew = (plan: Plan, state: RunState, opener: StepId): void =>
  passOver(state, actingIn(plan, opener));

/** The block around a step that goes through modules; undefined: there is none. */
const eachAround = (plan: Plan, stepId: StepId): StepId | undefined =>
  plan.steps[stepId]?.scope.find((around) => around.each === true)?.stepId;

function blockAround(state: RunState, opener: StepId, scope: readonly Frame[]): OpenBlock | undefined {
  const frame = scope.find((one) => one.stepId === opener);
  return frame && blockOf(state, frame);
}

/** Whether somebody in these blocks comes to the step by going through all of a body, for each of its modules. */
export function isGoneThroughAnew(
  plan: Plan,
  state: RunState,
  stepId: StepId,
  scope: readonly Frame[],
): boolean {
  const opener = eachAround(plan, stepId);
  return opener !== undefined && blockAround(state, opener, scope) === undefined;
}

/**
 * Whether the step's latest effect can stand for what somebody in these blocks comes to: of what is walked for each module,
 * what was done for one stands for no other, and nothing for somebody who has yet to come into it.
 */
export function isOfThisWay(plan: Plan, state: RunState, stepId: StepId, scope: readonly Frame[]): boolean {
  const opener = eachAround(plan, stepId);
  if (opener === undefined) return true;
  const block = blockAround(state, opener, scope);
  const carried = carriedAt(state, stepId);
  if (block === undefined) return false;
  if (carried?.takenBy === null) return true;
  const own = carried?.runId === undefined ? (carried?.visit ?? state.visits[stepId] ?? 0) : 0;
  return Math.max(own, carried?.takenBy ?? 0) > (block.before?.[stepId] ?? 0);
}

/** Calls whose run was taken out before it came to an end, by the visit that made them. */
export type CalledOff = ReadonlyArray<Pick<CallFact, 'stepId' | 'visit'>>;

/** Those of what is known of a run's calls. */
export const calledOffIn = (calls: readonly CallFact[] = []): CalledOff =>
  calls.filter(({ outcome }) => outcome === 'exited');

/** Whether a step's latest effect is a call that came to nothing: going by it once more would wait for what is gone. */
export function cameToNothing(state: RunState, stepId: StepId, off: CalledOff): boolean {
  const carried = carriedAt(state, stepId);
  const own = carried !== undefined && carried.runId === undefined ? carried.visit : undefined;
  const by = [state.visits[stepId], own, carried?.takenBy];
  return off.some((call) => call.stepId === stepId && by.includes(call.visit));
}

/** Whether the step's next effect will go by this key, which somebody who leaves it now has acted by. */
export function isCarriedOn(state: RunState, stepId: StepId, key: string): boolean {
  const carried = carriedAt(state, stepId);
  return carried?.takenBy === null && keyOfEffect(state, stepId, carried) === key;
}

/**
 * Settles, for a learner who is about to go on from `from` in these blocks, what becomes of effects done before: `reuse` lets the next
 * effect of each such step go by the key it had, `again` by a new one, as do calls that came to nothing.
 */
export function carryEffects(
  plan: Plan,
  state: RunState,
  from: StepId,
  scope: readonly Frame[],
  effects: EffectsAgain,
  off: CalledOff,
): void {
  const carried: Record<StepId, CarriedEffect> = { ...state.carried };
  for (const stepId of actingAhead(plan, from)) {
    const latest = latestEffect(state, stepId);
    if (latest === null || !standsFor(plan, stepId)) continue;
    if (!isOfThisWay(plan, state, stepId, scope)) continue;
    if (effects === 'reuse' && !cameToNothing(state, stepId, off))
      carried[stepId] = { ...latest, takenBy: null };
    else if (Object.hasOwn(state.carried, stepId) && latest.takenBy === null)
      carried[stepId] = { ...latest, takenBy: state.visits[stepId] ?? 0 };
  }
  state.carried = carried;
}
