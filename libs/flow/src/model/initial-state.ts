import type { StepId } from './definition.ts';
import type { PauseMode } from './inputs.ts';
import type { Instant } from './instant.ts';
import type { Plan } from './plan.ts';
import { STATE_SCHEMA, type RunState } from './state.ts';

/** A run that has not begun: the input `started` puts its first token on the trigger. */
export function initialState(runId: string, at: Instant): RunState {
  return {
    schema: STATE_SCHEMA,
    runId,
    lastRelease: null,
    releases: {},
    startedAt: at,
    startsAt: null,
    clock: at,
    tokens: [],
    nextTokenId: 1,
    blocks: [],
    visits: {},
    rounds: {},
    entered: {},
    heard: {},
    completed: false,
    lookAt: null,
    vars: {},
    carried: {},
    paused: false,
    holding: null,
    pausedBy: null,
    pauses: [],
    leftEffects: [],
    ending: null,
    finished: null,
  };
}

/** The same state, of a run that begins while its automation is paused: it waits, or holds back what it would send. */
export function beginPaused(state: RunState, mode: PauseMode): RunState {
  const paused = { ...state, pausedBy: 'automation' as const };
  if (mode === 'holdEffects') return { ...paused, holding: [] };
  return { ...paused, paused: true, pauses: [{ from: state.startedAt, until: null }] };
}

/** Where the first token is set down. */
export function firstStepOf(plan: Plan, { startsAt }: RunState): StepId {
  return startsAt !== null && Object.hasOwn(plan.steps, startsAt) ? startsAt : plan.definition.trigger;
}

/** Whether the first token was ever set down. */
export function hasStarted(state: RunState): boolean {
  return state.nextTokenId > 1;
}
