import { graphOf, reachableFrom } from '../compile/graph.ts';
import type { StepId, StepKind } from '../model/definition.ts';
import { MADE_FOR_A_VISIT } from '../model/effect-kinds.ts';
import type { CallFact } from '../model/facts.ts';
import type { EffectsAgain } from '../model/inputs.ts';
import type { Plan } from '../model/plan.ts';
import type { CarriedEffect, RunState, Token } from '../model/state.ts';

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

/** What a step's latest effect in this run goes by; null: the run was never there. */
export function latestEffect(state: RunState, stepId: StepId): CarriedEffect | null {
  const carried = carriedAt(state, stepId);
  if (carried !== undefined) return carried;
  const visit = Object.hasOwn(state.visits, stepId) ? (state.visits[stepId] ?? 0) : 0;
  return visit === 0 ? null : { visit, takenBy: null };
}

/** Calls whose run was taken out before it came to an end, by the visit that made them. */
export type CalledOff = ReadonlyArray<Pick<CallFact, 'stepId' | 'visit'>>;

/** Those of what is known of a run's calls. */
export const calledOffIn = (calls: readonly CallFact[] = []): CalledOff =>
  calls.filter(({ outcome }) => outcome === 'exited');

/** Whether a step's latest effect is a call that came to nothing: going by it once more would wait for what is gone. */
export function cameToNothing({ visits }: Pick<RunState, 'visits'>, stepId: StepId, off: CalledOff): boolean {
  return off.some((call) => call.stepId === stepId && call.visit === visits[stepId]);
}

/** Whether the step's next effect will go by this key, which somebody who leaves it now has acted by. */
export function isCarriedOn(state: RunState, stepId: StepId, key: string): boolean {
  const carried = carriedAt(state, stepId);
  return carried?.takenBy === null && keyOfEffect(state, stepId, carried) === key;
}

/**
 * Settles, for a learner who is about to go on from `from`, what becomes of effects done before: `reuse` lets the next
 * effect of each such step go by the key it had, `again` by a new one, as do calls that came to nothing.
 */
export function carryEffects(
  plan: Plan,
  state: RunState,
  from: StepId,
  effects: EffectsAgain,
  off: CalledOff,
): void {
  const carried: Record<StepId, CarriedEffect> = { ...state.carried };
  for (const stepId of actingAhead(plan, from)) {
    const latest = latestEffect(state, stepId);
    if (latest === null || !standsFor(plan, stepId)) continue;
    if (effects === 'reuse' && !cameToNothing(state, stepId, off))
      carried[stepId] = { ...latest, takenBy: null };
    else if (Object.hasOwn(state.carried, stepId) && latest.takenBy === null)
      carried[stepId] = { ...latest, takenBy: state.visits[stepId] ?? 0 };
  }
  state.carried = carried;
}
